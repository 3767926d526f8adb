// Processes by their pids: as the user names them, and gone when looked at.

import { InvalidArgumentError } from 'commander';

/** For commander, which says what is wrong with it. */
export function parsePid(text: string): number {
  const pid = Number(text);
  if (!/^\d+$/.test(text) || pid < 1 || pid > 0x7fffffff)
    throw new InvalidArgumentError('A pid is a number from 1 on.');
  return pid;
}

/** Undefined when the process has ended by now, or /proc hides it. */
export function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ESRCH', 'ENOENT', 'EACCES'].includes(code)) return undefined;
    throw error;
  }
}

/** For a process that the user has named. */
export function notSeen(pid: number): void {
  console.error(`error: no process ${pid} to be seen`);
  process.exitCode = 1;
}
