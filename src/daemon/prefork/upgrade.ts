// How a master hands its sockets to the next one: the same command, started anew,
// from which files it may be. The two agree over a channel, in three steps:
//
//   the new one:  'ready'     all its workers serve
//   the old one:  'go'        with its pid file, locked
//   the new one:  'taken'     it is the master now: the old one may end; whether
//                             the file is its own as well
//
// If the new one ends before the last, the old one goes on.

import { F_GETFD, F_SETFD, FD_CLOEXEC, fcntl } from '../../posix/fcntl.js';
import { close } from '../../posix/fd.js';
import { getpid, getppid } from '../../posix/ids.js';
import { spawn } from '../../posix/spawn.js';
import { takeVariable } from '../environment.js';
import { Channel, channelPair } from './channel.js';
import type { Listener } from './listeners.js';

export type Step =
  | { type: 'ready' }
  | { type: 'go' }
  | { type: 'taken'; pidFile: boolean };

export type Handed = {
  sockets: { fd: number; key: string }[];
  channel: Channel<Step>;
};

const variable = 'POSIX_PROC_PREFORK';

/** Its channel; the sockets follow. */
const first = 3;

/** What the parent of this process has handed over, if it has. */
export function takeHanded(): Handed | undefined {
  const text = process.env[variable];
  delete process.env[variable];
  if (!text) return undefined;
  const { parent, keys } = JSON.parse(text) as {
    parent: number;
    keys: string[];
  };
  if (parent !== getppid()) return undefined; // it was meant for another one
  const fds = [first, ...keys.map((_, i) => first + 1 + i)];
  for (const fd of fds) fcntl(fd, F_SETFD, fcntl(fd, F_GETFD) | FD_CLOEXEC);
  return {
    sockets: keys.map((key, i) => ({ fd: first + 1 + i, key })),
    channel: new Channel<Step>(first),
  };
}

/** Starts the command of this process anew, with its sockets. */
export function startAnew(listeners: Listener[]) {
  const [ours, theirs] = channelPair();
  const channel = new Channel<Step>(ours);
  const keys = listeners.map(({ key }) => key);
  const manager = takeVariable('NOTIFY_SOCKET');
  try {
    const child = spawn(
      process.execPath,
      [...process.execArgv, ...process.argv.slice(1)],
      {
        env: {
          [variable]: JSON.stringify({ parent: getpid(), keys }),
          ...(manager && { NOTIFY_SOCKET: manager }),
        },
        stdio: [
          ...(['inherit', 'inherit', 'inherit'] as const),
          ...[theirs, ...listeners.map(({ fd }) => fd)],
        ],
      },
    );
    return { child, channel };
  } catch (error) {
    channel.close();
    throw error;
  } finally {
    close(theirs);
  }
}

/** Waits for a step. Undefined: nobody is there any more who could make it. */
export async function hears<Type extends Step['type']>(
  channel: Channel<Step>,
  type: Type,
): Promise<(Extract<Step, { type: Type }> & { fds: number[] }) | undefined> {
  for await (const step of channel.messages<Step>())
    if (step.type === type) return step as never;
  return undefined;
}
