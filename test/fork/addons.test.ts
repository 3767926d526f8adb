import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

test.for(['sharp', 'rolldown'])(
  'the threads of %s go on in the child',
  async (addon) => {
    const { report } = await runFixture('fork/addons.mjs', { args: [addon] });
    expect(report).toEqual([40, 40, 40, 40, 40]);
  },
);
