// Whether strace can interfere here.

import { execFileSync } from 'node:child_process';

/** @returns {string | undefined} why it cannot */
export function straceProblem() {
  const attach =
    'sleep 5 & strace -o /dev/null -p $! & sleep 0.2; kill %1; wait %2';
  try {
    execFileSync('bash', ['-c', attach], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `strace cannot attach: ${/** @type {Error} */ (error).message}`;
  }
}
