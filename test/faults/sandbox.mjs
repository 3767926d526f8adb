// Sandboxes that know less than the kernel: seccomp lets a call fail from the
// start of the process on.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { filtered } from '../support/seccomp.mjs';

/** An old kernel's answer, and docker's. */
export const errors = { ENOSYS: 38, EPERM: 1 };

const numbers = readFileSync(
  '/usr/include/x86_64-linux-gnu/asm/unistd_64.h',
  'latin1',
);

// What each fixture needs of Node and of child_process.
const program = `
  const { spawn } = require('child_process');
  require('fs').stat('.', () => spawn('true').on('close', () => {}));`;

/** How to start Node without this call; undefined where it cannot live so. */
export function without(name, error) {
  const [, number] = numbers.match(`__NR_${name} (\\d+)`) ?? [];
  const { nodeBin, execArgv } = filtered(`${number}:${errors[error]}`);
  try {
    execFileSync(nodeBin, [...execArgv, '-e', program], {
      stdio: 'ignore',
      timeout: 20_000,
    });
  } catch {
    return undefined;
  }
  return { nodeBin, execArgv };
}
