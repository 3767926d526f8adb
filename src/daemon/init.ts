// init(): a small process 1. It starts one program, hands it every signal that it
// gets itself, and reaps whatever becomes its child. As tini does.

import { writeSync } from 'node:fs';
import { cArgv } from '../internal/c-strings.js';
import { refusal } from '../internal/errors.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import type { SigInfo } from '../internal/siginfo.js';
import {
  nameOf,
  names,
  type Signal,
  type SignalName,
  toSignal,
} from '../internal/signals.js';
import type { WaitResult } from '../internal/status.js';
import { boolean, func, object, refuseUnknown } from '../internal/validate.js';
import { execvp } from '../posix/exec.js';
import { _exit } from '../posix/exit.js';
import { fork } from '../posix/fork/index.js';
import { getpid, getppid } from '../posix/ids.js';
import { kill } from '../posix/kill.js';
import { setChildSubreaper, setPdeathsig } from '../posix/prctl.js';
import { getpgrp, setpgid } from '../posix/session.js';
import { SIG_BLOCK, SIG_SETMASK, sigprocmask } from '../posix/sigmask.js';
import {
  SIG_DFL,
  SIG_IGN,
  type Sigaction,
  sigaction,
} from '../posix/signal.js';
import { exitCode } from '../posix/status.js';
import { tcsetpgrp } from '../posix/terminal.js';
import { reap } from '../posix/wait.js';

/** How {@link init} looks after its program. */
export type InitOptions = {
  /** Orphans become children of this process, which need not be process 1 then. */
  subreaper?: boolean;
  /** Signals are for the program's whole process group. */
  group?: boolean;
  /** Sent to this process when its own parent ends. */
  pdeathsig?: Signal;
  /** Is told what happens. What it throws is an uncaught exception. */
  log?: (event: InitEvent) => void;
};

/** What {@link init} does: `pid` is the program's, or of whom it has reaped. */
export type InitEvent =
  | { type: 'started'; pid: number }
  | { type: 'reaped'; pid: number }
  | { type: 'forwarded'; pid: number; signal: SignalName }
  | ({ type: 'ended' } & WaitResult);

const never = ['SIGKILL', 'SIGSTOP', 'SIGCHLD', 'SIG32', 'SIG33'];

/** What can be caught is for the program. */
const forwarded = [...names.values()].filter((name) => !never.includes(name));

/** The process that runs init(). */
let inits = 0;

/** In the child: becomes the program, in the foreground of its terminal. */
function become(argv: readonly string[]): never {
  const [file] = argv as [string];
  try {
    setpgid(0, 0);
    try {
      tcsetpgrp(0, getpgrp()); // SIGTTOU is blocked
    } catch {
      // Not a terminal, or another session's.
    }
    for (const signal of forwarded) sigaction(signal, { handler: SIG_DFL });
    sigprocmask(SIG_SETMASK, []);
    return execvp(file, argv);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    try {
      sigaction('SIGPIPE', { handler: SIG_IGN });
      writeSync(2, `${file}: ${message}\n`);
    } finally {
      _exit(code === 'ENOENT' ? 127 : 126); // as a shell does
    }
  }
}

/**
 * Runs the program `argv[0]`, found as by {@link execvp}, with a process group of
 * its own, in the foreground of the terminal if there is one. Every signal that
 * can be caught is sent on to it; every child that ends is reaped, also one that
 * its parent has left behind. Resolves with the exit status that a shell would
 * give when the program has ended: 128 and the number of the signal that has
 * killed it, 127 or 126 when it was not to be found or not executable, which
 * stderr says.
 *
 * It makes this process a process 1, or as good as one, whose only business this
 * is: it takes all signals, blocked ones too, and all children but those of
 * child_process. There is one at a time: ERR_INVALID_STATE. As a program:
 * `posix-proc init`.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/pid_namespaces.7.html | pid_namespaces(7)},
 * {@link https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html | PR_SET_CHILD_SUBREAPER(2const)}
 * @example
 * import { init } from 'posix-proc/daemon';
 * const status = await init(['sh', '-c', 'exit 3'], { subreaper: true });
 * console.log(status); // 3
 */
export async function init(
  argv: readonly string[],
  options: InitOptions = {},
): Promise<number> {
  cArgv(argv, 'argv');
  const {
    subreaper = false,
    group = false,
    pdeathsig,
    log = () => {},
    ...unknown
  } = object(options, 'options') as InitOptions;
  refuseUnknown(unknown, 'options');
  boolean(subreaper, 'options.subreaper');
  boolean(group, 'options.group');
  if (pdeathsig !== undefined) toSignal(pdeathsig, 'options.pdeathsig');
  func(log, 'options.log');
  mainThreadOnly('init');
  if (inits === getpid())
    throw refusal('ERR_INVALID_STATE', 'This process runs init() already');

  if (subreaper) setChildSubreaper(true);
  if (pdeathsig !== undefined) setPdeathsig(pdeathsig, getppid());
  // No signal may come before there is somebody to get it.
  const mask = sigprocmask(SIG_BLOCK, [...forwarded, 'SIGCHLD']);
  const before = new Map<SignalName, Sigaction>();
  const restore = () => {
    for (const [signal, action] of before) sigaction(signal, action);
    sigprocmask(SIG_SETMASK, mask);
    inits = 0;
  };
  const tell = (event: InitEvent) => {
    // In the background of a terminal with TOSTOP, what writes gets this one.
    const old = sigprocmask(SIG_BLOCK, ['SIGTTOU']);
    try {
      log(event);
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    } finally {
      sigprocmask(SIG_SETMASK, old);
    }
  };
  inits = getpid();
  try {
    return await new Promise((resolve) => {
      const forward = (signo: number, sender: SigInfo) => {
        const signal = nameOf(signo);
        // Its own, for nobody reads what `log` has written.
        if (signal === 'SIGPIPE' && sender.pid === getpid()) return;
        try {
          kill(group ? -program : program, signal);
        } catch {
          return; // ESRCH: it has ended in this moment.
        }
        tell({ type: 'forwarded', pid: program, signal });
      };
      const collect = () => {
        for (const one of reap()) {
          const { pid } = one;
          if (pid !== program) {
            tell({ type: 'reaped', pid });
            continue;
          }
          restore(); // whoever gets its number is to get no signal
          tell({ type: 'ended', ...one });
          resolve(exitCode(one.status));
        }
      };
      before.set(
        'SIGCHLD',
        sigaction('SIGCHLD', { handler: collect, ref: true }),
      );
      for (const signal of forwarded)
        before.set(signal, sigaction(signal, { handler: forward }));
      const program = fork();
      if (program === 0) become(argv);
      try {
        setpgid(program, program); // here too: a signal may be for the group
      } catch {
        // EACCES: it has done so itself, and is the program already.
      }
      tell({ type: 'started', pid: program });
      sigprocmask(SIG_SETMASK, []);
    });
  } catch (error) {
    restore();
    throw error;
  }
}
