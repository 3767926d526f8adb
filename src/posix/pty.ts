// A program or a function of this one on a pseudoterminal, as a stream. Manual
// page: pty(7). The calls by themselves are in openpty.ts.

import { isUtf8 } from 'node:buffer';
import { Duplex } from 'node:stream';
import { binding } from '../internal/binding.js';
import {
  type Bytes,
  cEnv,
  cPath,
  cString,
  type Path,
} from '../internal/c-strings.js';
import { invalidType, invalidValue } from '../internal/errors.js';
import { ready } from '../internal/readiness.js';
import { registry } from '../internal/registry.js';
import type { Rusage, WaitResult } from '../internal/status.js';
import { func, list, object, refuseUnknown } from '../internal/validate.js';
import { type Winsize, winsize } from '../internal/winsize.js';
import { Child } from './child.js';
import { chdir } from './cwd.js';
import { endBySignal } from './end-by-signal.js';
import { F_GETFL, F_SETFL, fcntl } from './fcntl.js';
import { close, O_NONBLOCK, O_RDWR } from './fd.js';
import { type forkChild, forkOnNextTurn } from './fork/index.js';
import { kill } from './kill.js';
import { login_tty, openpty } from './openpty.js';
import { posix_spawnp } from './posix-spawn.js';
import { tcsetwinsize } from './terminal.js';
import { tcgetattr, VEOF } from './termios.js';
import { waitpid } from './wait.js';

const native = binding<{
  readMaster(fd: number, buffer: Uint8Array): number | null;
  writeMaster(fd: number, data: Uint8Array): number | null;
  watch(fd: number, callback: () => void): object;
  unwatch(handle: object): void;
  close(fd: number): void;
}>();

/** What differs from this process's environment; null takes a name out of it. */
export type PtyEnv = { readonly [name: string]: Bytes | null | undefined };

/** Of the terminal, and of the program in it. */
export type PtyOptions = {
  /** The folder to start in; this process's by default. */
  cwd?: Path;
  env?: PtyEnv;
  /** The size of the terminal: 24 rows of 80 columns by default. */
  rows?: number;
  columns?: number;
};

type Variables = Record<string, Bytes>;

/** The whole environment that is meant. */
function merged(delta: unknown): Variables {
  const env = { ...process.env } as Variables;
  for (const [name, value] of Object.entries(object(delta, 'options.env'))) {
    if (value === null) delete env[name];
    else if (value !== undefined) env[name] = value;
  }
  cEnv(env, 'options.env');
  return env;
}

/** Makes it this process's. */
function takeEnv(env: Variables): void {
  for (const name of Object.keys(process.env))
    if (!Object.hasOwn(env, name)) delete process.env[name];
  for (const [name, value] of Object.entries(env))
    process.env[name] = Buffer.from(value as string).toString();
}

function check(options: PtyOptions) {
  const {
    cwd,
    env,
    rows = 24,
    columns = 80,
    ...unknown
  } = object(options, 'options') as PtyOptions;
  refuseUnknown(unknown, 'options');
  if (cwd !== undefined) cPath(cwd, 'options.cwd');
  return {
    cwd,
    env: env === undefined ? undefined : merged(env),
    size: winsize({ rows, columns }, 'options'),
  };
}

/** One that was hung up before it had a session to tell ends this one. */
function takeTerminal(slave: number): void {
  try {
    login_tty(slave);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EIO') throw error;
    endBySignal('SIGHUP');
  }
}

/** What is read goes through here, and is copied out. */
let buffer: Buffer | undefined;

// In a forked child they are its parent's: as long as it had them open, nothing
// could hang them up.
const open = new Set<() => void>();
registry.mends.add(() => {
  for (const leave of open) leave();
  open.clear();
});

/**
 * A terminal and the child that leads its session, as a stream: what is written
 * is typed, what is read is what the terminal shows.
 *
 * It ends when nobody has the terminal open any more, after all that was shown,
 * and closes when the child has ended, too. `end()` types the end-of-file
 * character, Ctrl+D, on a line of its own. `destroy()` hangs up: the session's
 * leader and the foreground process group get SIGHUP. What is typed when nobody
 * has the terminal open is lost. A child whose output is not read waits when the
 * terminal is full.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/pty.7.html | pty(7)}
 * @example
 * import { Pty } from 'posix-proc';
 * const pty = Pty.spawn('sh', ['-c', 'tty; stty size; read it; echo "got $it"'], {
 *   rows: 30,
 *   columns: 100,
 * });
 * pty.write('hello\n');
 * let shown = '';
 * for await (const chunk of pty) shown += chunk;
 * console.log(shown.includes('30 100'), shown.includes('got hello')); // true true
 * console.log(await pty.wait()); // { …, kind: 'exited', code: 0, … }
 */
export class Pty extends Duplex {
  /** Of the child. */
  readonly pid: number;
  /** The path of its terminal. */
  readonly name: string;
  readonly #child: Child;
  #master: number; // -1 when it is closed
  #watch: object | undefined;
  #lineStart = true; // of what has been typed
  readonly #leave = () => {
    native.close(this.#master);
    this.#master = -1;
    this.#watch = undefined;
  };

  private constructor(master: number, name: string, child: Child) {
    super({ allowHalfOpen: false, autoDestroy: false });
    if (!(child instanceof Child))
      throw invalidType('child', 'an instance of Child', child);
    this.pid = child.pid;
    fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK);
    this.name = name;
    this.#child = child;
    this.#master = master;
    open.add(this.#leave);
    // Not sooner: a child may close its terminal some time before it exits, and
    // SIGHUP would be the end of it.
    this.once('end', () =>
      child
        .wait()
        .catch(() => {})
        .then(() => this.destroy()),
    );
  }

  /**
   * Runs the program `file`, found as by {@link posix_spawnp}, with `args` after
   * its name, as the leader of a session on a new terminal. Throws what
   * {@link openpty} and {@link posix_spawnp} do; there is no child then.
   */
  static spawn(
    file: Bytes,
    args: readonly Bytes[],
    options: PtyOptions = {},
  ): Pty {
    cString(file, 'file');
    list(args, 'args', cString);
    const { cwd, env, size } = check(options);
    const { master, slave, name } = openpty({ winsize: size });
    let pid: number | undefined;
    try {
      pid = posix_spawnp(file, [file, ...args], {
        setsid: true, // then the first terminal that it opens is its own
        fileActions: [
          ['open', 0, name, O_RDWR],
          ['dup2', 0, 1],
          ['dup2', 0, 2],
        ],
        ...(env === undefined ? {} : { env }),
        ...(cwd === undefined ? {} : { cwd }),
      });
      return new Pty(master, name, new Child(pid));
    } catch (error) {
      close(master);
      if (pid !== undefined) {
        kill(pid, 'SIGKILL');
        waitpid(pid);
      }
      throw error;
    } finally {
      close(slave);
    }
  }

  /**
   * Runs `main` in a forked child, as {@link forkChild} does, that leads a
   * session on a new terminal: process.stdin, stdout and stderr are that terminal.
   */
  static async fork<T>(
    main: () => T | Promise<T>,
    options: PtyOptions = {},
  ): Promise<Pty> {
    func(main, 'main');
    const { cwd, env, size } = check(options);
    for (const [name, value] of Object.entries(env ?? {})) {
      // process.env of JavaScript holds text only.
      if (value instanceof Uint8Array && !isUtf8(value))
        throw invalidValue(`options.env.${name}`, 'must be UTF-8', value);
    }
    let opened: ReturnType<typeof openpty> | undefined;
    try {
      const child = await forkOnNextTurn(
        () => {
          const { master, slave } = opened as NonNullable<typeof opened>;
          close(master);
          takeTerminal(slave);
          if (env !== undefined) takeEnv(env);
          if (cwd !== undefined) chdir(cwd);
          return main();
        },
        {},
        // Not sooner: somebody else's child would keep it from being hung up.
        () => {
          opened = openpty({ winsize: size });
        },
      );
      const { master, name } = opened as NonNullable<typeof opened>;
      return new Pty(master, name, child);
    } catch (error) {
      if (opened) close(opened.master);
      throw error;
    } finally {
      if (opened) close(opened.slave);
    }
  }

  /**
   * Says how large the terminal is, and the foreground process group gets
   * SIGWINCH: see {@link tcsetwinsize}. Nothing happens when it is closed.
   */
  resize(size: Winsize): void {
    winsize(size, 'size');
    if (this.#master !== -1) tcsetwinsize(this.#master, size);
  }

  /** Resolves when the child has ended; see {@link Child}. */
  wait(): Promise<WaitResult & { rusage: Rusage }> {
    return this.#child.wait();
  }

  /** @internal */
  override _read(): void {
    if (this.#master === -1) return;
    this.#watch ??= native.watch(this.#master, () => this.#readable());
  }

  #readable(): void {
    buffer ??= Buffer.allocUnsafeSlow(65536);
    let count: number | null;
    try {
      count = native.readMaster(this.#master, buffer);
    } catch (error) {
      this.destroy(error as Error);
      return;
    }
    if (count === null) {
      this.#unwatch();
      this.push(null);
    } else if (count > 0) {
      if (!this.push(Buffer.from(buffer.subarray(0, count)))) this.#unwatch();
    }
  }

  #unwatch(): void {
    if (this.#watch) native.unwatch(this.#watch);
    this.#watch = undefined;
  }

  /** @internal */
  override _write(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error) => void,
  ): void {
    this.#typeOrFail(chunk, done);
  }

  // After an error there is no 'end' any more that would close the terminal.
  #typeOrFail(data: Buffer, done: (error?: Error) => void): void {
    this.#type(data).then(
      () => done(),
      (error) => {
        done(error);
        this.destroy();
      },
    );
  }

  async #type(data: Buffer): Promise<void> {
    let rest = data;
    while (rest.length > 0) {
      const count = native.writeMaster(this.#master, rest);
      if (count === null) return; // nobody is there
      rest = rest.subarray(count);
      if (rest.length > 0) await ready(this.#master, true, undefined);
    }
    const last = data.at(-1);
    this.#lineStart = last === 0x0a || last === 0x0d; // '\n', '\r'
  }

  /** @internal */
  override _final(done: (error?: Error) => void): void {
    const { cc } = tcgetattr(this.#master);
    // The first after the beginning of a line only sends that off.
    const count = this.#lineStart ? 1 : 2;
    this.#typeOrFail(Buffer.alloc(count, cc[VEOF]), done);
  }

  /** @internal */
  override _destroy(
    error: Error | null,
    done: (error?: Error | null) => void,
  ): void {
    this.#unwatch();
    open.delete(this.#leave);
    const master = this.#master;
    this.#master = -1;
    if (master !== -1) close(master);
    done(error);
  }
}
