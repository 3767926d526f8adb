// No system call of the addon is forgotten by `npm run test:faults`.

import { expect, test } from 'vitest';
import { needCompiler } from '../support/need.js';
import { callsOfNative } from './calls.mjs';
import { table } from './table.mjs';

test('each call of native/ has a row, and each row a call', (ctx) => {
  needCompiler(ctx); // of what it has compiled
  const rows = Object.entries(table).map(
    ([file, calls]) => [file, Object.keys(calls).sort()] as const,
  );
  expect(Object.fromEntries(rows)).toEqual(callsOfNative());
});
