// What the programs of the book share.

import { readFileSync } from 'node:fs';
import {
  alarm,
  close,
  describeStatus,
  fork,
  forkChild,
  getpid,
  memfd_create,
  P_PID,
  pipe,
  read,
  spawn,
  type WaitResult,
  WEXITED,
  WNOWAIT,
  waitid,
  waitpid,
  write,
} from 'posix-proc';
import { type DaemonizeOptions, daemonize } from 'posix-proc/daemon';
import { smapsRollup } from 'posix-proc/proc';

type Strings = { en: string; ja?: string; ko?: string };

/** The string of the language that BOOK_LANG names, where there is one. */
export function text(strings: Strings): string {
  return strings[process.env.BOOK_LANG as keyof Strings] ?? strings.en;
}

/** How long a second of the book lasts; tests make it shorter. */
export const second = Number(process.env.BOOK_SECOND_MS ?? 1000);

/** As sleep(3): this thread does nothing else meanwhile. */
export function sleep(seconds: number): void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(never, 0, 0, seconds * second);
}

const start = performance.now();

/** Seconds since the program began. */
export const elapsed = () => (performance.now() - start) / second;

/**
 * The fields of /proc/PID/stat from the state on, which is number 3 in
 * proc(5): field(n) is [n - 3]. Undefined when there is no such process.
 */
export function statOf(pid: number | 'self'): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name before it is in brackets, and may hold any character.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** The letter that ps shows under STAT: R, S, T, Z… */
export const stateOf = (pid: number) => statOf(pid)?.[0];

/** What this process has in memory, in MiB. */
export const resident = () =>
  Math.round(Number(smapsRollup('self').Rss) / 1024);

/** Gives a process that is about to come to a state the time to do so. */
export function untilState(pid: number, state: string): void {
  const deadline = performance.now() + 10_000;
  while (stateOf(pid) !== state && performance.now() < deadline) sleep(0.01);
}

/**
 * Until a child has ended, which stays a zombie. State Z alone does not tell:
 * the main thread has it before the other threads are gone.
 */
export function untilEnded(pid: number): void {
  waitid(P_PID, pid, WEXITED | WNOWAIT);
}

/** Gives a process that nobody here waits for the time to end. */
export function untilGone(pid: number): void {
  const deadline = performance.now() + 10_000;
  // Whoever has taken it in may reap no orphans.
  while (!'ZX'.includes(stateOf(pid) ?? 'X') && performance.now() < deadline)
    sleep(0.01);
}

/** A child that does this, and exits with 0 if it has not ended before. */
export function child(main: () => void): number {
  const pid = fork();
  if (pid === 0) {
    main();
    process.exit(0);
  }
  return pid;
}

/**
 * A daemon that runs `main`: its pid, when it has begun, or 0 when it could not;
 * and how the child has ended that was to become one.
 */
export async function background(
  main: () => void | Promise<void>,
  options: DaemonizeOptions = {},
): Promise<{ pid: number; called: WaitResult }> {
  const [answer, tell] = pipe();
  const child = await forkChild(async () => {
    const { ready } = await daemonize({ ...options, keepFds: [tell] });
    alarm(60); // the book leaves no daemon behind, whatever goes wrong
    write(tell, `${getpid()}`);
    close(tell);
    ready();
    await main();
  });
  close(tell);
  const called = await child.wait();
  const pid = Number(readAll(answer));
  close(answer);
  return { pid, called };
}

/** Up to the end of file, which comes when nobody has it open for writing. */
export function readAll(fd: number): string {
  const chunks: Buffer[] = [];
  do chunks.push(read(fd, 4096));
  while (chunks.at(-1)?.length);
  return Buffer.concat(chunks).toString();
}

/** What a program prints, with that personality. */
export function outputOf(command: string[], personality = 0): string {
  const [file = '', ...args] = command;
  const [r, w] = pipe();
  const child = spawn(file, args, { stdio: ['ignore', w], personality });
  close(w);
  const output = readAll(r);
  close(r);
  waitpid(child.pid);
  return output;
}

/** What waitpid() has found, in English. */
export const how = (found: WaitResult | null) =>
  found ? describeStatus(found.status) : 'nothing yet';

/** The code of the error that a call throws, such as ENOENT. */
export function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return 'no error';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

/**
 * A program that is this machine code of x86-64 and no more, for what JavaScript
 * cannot do. Its descriptor, for fexecve().
 */
export function machineCode(...code: number[]): number {
  const headers = 64 + 56;
  const address = 0x400000n;
  const size = BigInt(headers + code.length);
  const elf = Buffer.alloc(headers);
  elf.write('\x7fELF\x02\x01\x01', 'latin1'); // 64 bits, little-endian
  elf.writeUInt16LE(2, 16); // an executable
  elf.writeUInt16LE(62, 18); // for x86-64
  elf.writeUInt32LE(1, 20);
  elf.writeBigUInt64LE(address + BigInt(headers), 24); // where it starts
  elf.writeBigUInt64LE(64n, 32); // where the segments are listed
  elf.writeUInt16LE(64, 52);
  elf.writeUInt16LE(56, 54);
  elf.writeUInt16LE(1, 56); // there is one
  elf.writeUInt32LE(1, 64); // to be loaded
  elf.writeUInt32LE(5, 68); // to be read and executed
  elf.writeBigUInt64LE(address, 80);
  elf.writeBigUInt64LE(size, 96); // in the file
  elf.writeBigUInt64LE(size, 104); // and in memory
  elf.writeBigUInt64LE(4096n, 112);
  const fd = memfd_create('machine code');
  write(fd, Buffer.from([...elf, ...code]));
  return fd;
}
