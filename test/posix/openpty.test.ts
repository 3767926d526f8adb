import { describe, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/openpty.mjs', { args: [name] })).report;

// Of a slave; by the version of glibc.
const invalid = expect.stringMatching(/^(EINVAL|ENOTTY)$/);

test('posix_openpt() and what goes with it', async () => {
  expect(await run('calls')).toEqual({
    locked: ['EIO', 'EIO'],
    names: true,
    cloexec: true,
    errors: [invalid, invalid, 'ENOTTY', 'EIO'],
  });
});

test('openpty() with modes and a size', async () => {
  expect(await run('options')).toEqual({
    echo: 0,
    size: { rows: 12, columns: 34 },
    name: true,
    cloexec: [1, 1],
    controlling: 'ENXIO',
    left: 0,
  });
});

test('nothing is left when there are no descriptors', async () => {
  expect(await run('exhausted')).toEqual([Array(4).fill('EMFILE'), 0]);
});

// What the parent has on 0, 1 and 2: a pipe, a file, nothing, a terminal.
describe("forkpty()'s child goes on, on its terminal", () => {
  const shells = {
    pipe: 'cat | "$@" | cat',
    file: '"$@" < "$0" > file',
    nothing: '"$@" < /dev/null > /dev/null',
    closed: '"$@" <&- >&-',
    terminal: 'script -qec "$1 $2 $3" /dev/null < /dev/null',
  };
  test.each(Object.entries(shells))('of a %s', async (_, command) => {
    const { report } = await runFixture('posix/openpty.mjs', {
      args: ['child'],
      nodeBin: '/bin/sh',
      execArgv: ['-c', command, '/etc/passwd', process.execPath],
      input: '',
    });
    expect(report).toEqual({
      lines: [
        'leads true',
        'stdin true false true',
        'stdout true 33x11',
        'stderr true',
        'captured',
        'ready',
        'resized 44x22',
        'key 03 false',
        '',
      ],
      code: 7,
      name: expect.stringMatching(/^\/dev\/pts\/\d+$/),
    });
  });
});

test('what is refused leaves nothing', async () => {
  expect(await run('refused')).toEqual(['ERR_INVALID_ARG_TYPE', 7, 0]);
});
