// The processes of a session. Every program of the book runs in one of its
// own, so that whatever it leaves behind can be found, orphans included.

import { setTimeout as pause } from 'node:timers/promises';
import { list, stat } from '../../proc/index.js';
import { unlessGone } from '../pid.js';
import type { Member } from './page.js';

function membersOf(session: number): Member[] {
  return list().flatMap((pid) => {
    const found = unlessGone(() => stat(pid));
    return found?.session === session
      ? [{ pid, ppid: found.ppid, state: found.state }]
      : [];
  });
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
