// The processes of a session. Every program of the book runs in one of its
// own, so that whatever it leaves behind can be found, orphans included.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Member } from './page.js';

export function membersOf(session: number): Member[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const [state, ppid, , sid] = fieldsOf(pid);
      return state && Number(sid) === session
        ? [{ pid: Number(pid), ppid: Number(ppid), state }]
        : [];
    });
}

/** /proc/PID/stat from the state on; empty when the process is gone. */
function fieldsOf(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

const isZombie = ({ state }: Member) => state === 'Z' || state === 'X';

export const living = (session: number) =>
  membersOf(session).filter((member) => !isZombie(member));

export const zombies = (session: number) => membersOf(session).filter(isZombie);

/** Looks until there are none, or for `milliseconds`. */
export async function settle(
  look: () => Member[],
  milliseconds: number,
): Promise<Member[]> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const found = look();
    if (found.length === 0 || performance.now() > deadline) return found;
    await pause(20);
  }
}

/** Ends every process of a session, each by its own pid. */
export function killSession(session: number): void {
  // Again until there is none: one may be forking while it is found.
  for (let i = 0; i < 10; i++) {
    const members = living(session);
    if (members.length === 0) return;
    for (const { pid } of members) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  }
}
