// Notes what an example really does. The report preloads it into the example and
// whatever else runs on Node there (NODE_OPTIONS=--require), and nobody else
// ever does. It stands where TypeScript calls the addon, so that nothing that the
// package does escapes it, whichever function of the API was called.
//
// Why so: strace would need to be there, makes every process a traced one (STAT
// t instead of T, no set-user-ID) and is slow; the kernel's own reports of forks
// and exits are for root; whoever only looks into /proc misses a child that
// lives for a millisecond. Notes cost some microseconds, descriptors and the
// command line stay as they are, and programs that do not run on Node are seen
// by what their parents learn of them and by sampler.ts.

import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { binding, constants } from '../../../internal/binding.js';
import { nameOf } from '../../../internal/signals.js';
import { decode } from '../../../internal/status.js';
import {
  type Change,
  type Note,
  type Noted,
  now,
  openJournal,
} from './journal.js';
import { writeMemory } from './memory.js';

type Call = (...args: unknown[]) => unknown;
type Native = Record<string, Call> & { getpid(): number };

const native = binding<Native>();
const { getpid } = native; // process.pid is the parent's for a while
const numbers = constants as Record<string, number>;
const journal = process.env.BOOK_JOURNAL;

let write: (note: Note) => void;

function note(noted: Noted, at = now()): void {
  write({ at, pid: getpid(), ...noted } as Note);
}

const nothing = () => {};

/** What goes wrong here must not become the example's error. */
function quietly(record: () => void): void {
  try {
    record();
  } catch {
    // It goes unrecorded.
  }
}

/** Does `before` each call of the addon, and `after` it with its result. */
function wrap(
  names: string[],
  before: (args: unknown[], call: string) => void,
  after: (
    result: unknown,
    args: unknown[],
    call: string,
    since: number,
  ) => void = nothing,
): void {
  for (const call of names) {
    const original = native[call] as Call;
    native[call] = (...args) => {
      quietly(() => before(args, call));
      const since = now();
      let result: unknown;
      try {
        result = original(...args);
      } catch (error) {
        const { code = 'error' } = error as NodeJS.ErrnoException;
        // Interrupted, it goes on after the handler, of which there is a note.
        if (code !== 'EINTR' && !isQuestion(call, args))
          note({ kind: 'failed', call, code });
        throw error;
      }
      quietly(() => after(result, args, call, since));
      return result;
    };
  }
}

/** Whether there is such a process: the readers of /proc ask it, too. */
const isQuestion = (call: string, [, signo]: unknown[]) =>
  call === 'kill' && signo === 0;

/** A C string, short enough for a slot. */
const text = (bytes: unknown) =>
  Buffer.from(bytes as Uint8Array)
    .toString()
    .replace(/\0.*/s, '')
    .slice(-60);

function ofStatus(pid: number, status: number): Change {
  const found = decode(pid, status);
  const child = { child: pid, how: '' };
  if (found.kind === 'exited')
    return { ...child, change: 'ended', how: `exit ${found.code}`, gone: true };
  if (found.kind === 'signaled')
    return { ...child, change: 'ended', how: found.signal, gone: true };
  if (found.kind === 'stopped')
    return { ...child, change: 'stopped', how: found.signal, gone: false };
  return { ...child, change: 'continued', gone: false };
}

function ofSigInfo(info: number[], options: number): Change {
  const [, code, child = 0, , status = 0] = info;
  const { CLD_EXITED, CLD_CONTINUED, CLD_STOPPED, CLD_TRAPPED } = numbers;
  const gone = (options & (numbers.WNOWAIT as number)) === 0;
  if (code === CLD_EXITED)
    return { child, change: 'ended', how: `exit ${status}`, gone };
  if (code === CLD_CONTINUED)
    return { child, change: 'continued', how: '', gone: false };
  const how = nameOf(status);
  if (code === CLD_STOPPED || code === CLD_TRAPPED)
    return { child, change: 'stopped', how, gone: false };
  return { child, change: 'ended', how, gone };
}

function noteMemory(pid: number): void {
  const folder = process.env.BOOK_MEMORY;
  if (folder) writeMemory(pid, folder);
}

function start(file: string): void {
  write = openJournal(file);

  wrap(['fork'], nothing, (result) => {
    if (result === 0) note({ kind: 'child' });
    else if (typeof result === 'number') note({ kind: 'fork', child: result });
  });
  wrap(['posix_spawn', 'posix_spawnp'], nothing, (child, args, call) => {
    const [path, , , , pgroup, setsid] = args;
    spawned(
      call,
      child as number,
      path,
      setsid ? 0 : (pgroup as number | null),
    );
  });
  wrap(['spawn'], nothing, (result, [path, , , , , steps], call) => {
    const [child] = result as [number];
    const [name, , , pgroup = 0] =
      (steps as [string, null, 0, number][]).find(([name]) =>
        ['setsid', 'setpgid'].includes(name),
      ) ?? [];
    spawned(call, child, path, name ? pgroup : null);
  });

  wrap(
    ['execve', 'execv', 'execl', 'execle', 'execvp', 'execlp', 'execvpe'],
    ([path], call) => exec(call, text(path)),
  );
  wrap(['fexecve'], ([fd], call) => exec(call, `descriptor ${fd}`));
  wrap(['execveat'], ([, path], call) => exec(call, text(path)));

  wrap(['waitpid', 'wait4'], nothing, (found, _, call, since) => {
    if (!found) return;
    const [pid, status] = found as [number, number];
    note({ kind: 'wait', call, since, ...ofStatus(pid, status) });
  });
  wrap(['waitid'], nothing, (found, [, , options], call, since) => {
    if (!found) return;
    const change = ofSigInfo(found as number[], options as number);
    note({ kind: 'wait', call, since, ...change });
  });
  wrap(['reap'], nothing, (found, _, __, since) => {
    if (!found) return;
    const [pid, status] = found as [number, number];
    note({ kind: 'wait', call: 'wait', since, ...ofStatus(pid, status) });
  });

  const send = (to: unknown, signo: unknown) => {
    if (signo === 0) return; // only a question
    if ((to as number) > 0) noteMemory(to as number);
    const signal = nameOf(signo as number);
    note({ kind: 'send', to: to as number, signal });
  };
  wrap(['kill', 'tgkill', 'sigqueue'], ([to, ...args], call) =>
    send(to, args[call === 'tgkill' ? 1 : 0]),
  );
  wrap(['killpg'], ([group, signo]) => send(-(group as number), signo));
  wrap(['raise'], ([signo]) => send(getpid(), signo));
  wrap(['pidfd_send_signal'], ([pidfd, signo, pid]) =>
    send(pid ?? pidOf(pidfd), signo),
  );

  wrap(['takeSignal'], nothing, (addr, [fields]) => {
    if (addr === null) return;
    const [signo = 0, code, pid = 0] = fields as Float64Array;
    caught(signo, code === numbers.SI_USER ? pid : undefined);
  });
  wrap(['sigwait', 'sigwaitinfo', 'sigtimedwait'], nothing, (found) => {
    if (!found) return;
    const [signo = 0, code, pid] = found as number[];
    caught(signo, code === numbers.SI_USER ? pid : undefined);
  });

  wrap(['setsid'], nothing, (_, __, call) =>
    note({ kind: 'group', call, of: getpid(), group: getpid() }),
  );
  wrap(['setpgid'], nothing, (_, args, call) => {
    const [pid, pgid] = args as [number, number];
    const of = pid || getpid();
    note({ kind: 'group', call, of, group: pgid || of });
  });
  wrap(['tcsetpgrp'], nothing, (_, [, group], call) =>
    note({ kind: 'group', call, of: getpid(), group: group as number }),
  );

  wrap(['_exit'], ([status], call) =>
    note({ kind: 'exit', call, status: (status as number) & 0xff }),
  );
  wrap(['abort'], () => send(getpid(), numbers.SIGABRT));
  // What process.exit() comes to.
  const { reallyExit } = process as unknown as { reallyExit: Call };
  Reflect.set(process, 'reallyExit', (status?: number) => {
    note({ kind: 'exit', call: 'exit', status: (status ?? 0) & 0xff });
    reallyExit.call(process, status);
  });
}

/** A group of 0 is one of its own. */
function spawned(
  call: string,
  child: number,
  path: unknown,
  group: number | null,
): void {
  note({
    ...{ kind: 'spawn', call, child, program: text(path) },
    ...(group !== null && { group: group || child }),
  });
}

function exec(call: string, program: string): void {
  noteMemory(getpid());
  note({ kind: 'exec', call, program });
}

function caught(signo: number, from: number | undefined): void {
  note({
    kind: 'caught',
    signal: nameOf(signo),
    ...(from !== undefined && { from }),
  });
}

function pidOf(pidfd: unknown): number {
  const info = readFileSync(`/proc/self/fdinfo/${pidfd}`, 'latin1');
  return Number(/^Pid:\s*(-?\d+)/m.exec(info)?.[1] ?? 0);
}

// It fails for another user's program, or under another root.
if (journal && isMainThread) quietly(() => start(journal));
