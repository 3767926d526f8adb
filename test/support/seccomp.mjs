// Sandboxes: what test/fixtures/seccomp.py forbids from the start of Node on.

import path from 'node:path';

const filter = path.join(import.meta.dirname, '../fixtures/seccomp.py');

/**
 * What runFixture() takes to run Node under these rules, 'NUMBER:ERRNO' most of
 * them.
 *
 * @param {...string} rules
 */
export const filtered = (...rules) => ({
  nodeBin: 'python3',
  execArgv: [filter, ...rules, '--', process.execPath],
});
