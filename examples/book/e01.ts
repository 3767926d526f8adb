// なるほどUnixプロセス: はじめに
// The program runs itself under strace, to make one call after the other.

import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  _exit,
  close,
  execve,
  fork,
  getpid,
  getppid,
  getsid,
  kill,
  O_RDONLY,
  open,
  pipe,
  posix_spawn,
  read,
  umask,
  WEXITSTATUS,
  waitpid,
  write,
} from 'posix-proc';
import { linesOf } from './programs.js';
import { codeOf } from './shared.js';

// The kernel has other names for some.
const names: Record<string, string[]> = {
  getpid: ['getpid'],
  getppid: ['getppid'],
  getsid: ['getsid'],
  umask: ['umask'],
  kill: ['kill'],
  open: ['openat', 'open'],
  pipe: ['pipe2', 'pipe'],
  write: ['write'],
  read: ['read'],
  close: ['close'],
  fork: ['clone'],
  execve: ['execve'],
  waitpid: ['wait4'],
  _exit: ['exit_group'],
  WEXITSTATUS: [],
  posix_spawn: ['clone3', 'clone', 'vfork'],
};

/** What it writes says which call comes next. */
function calls() {
  const next = (name: string) => writeSync(1, `next: ${name}\n`);
  next('getpid');
  const pid = getpid();
  next('getppid');
  getppid();
  next('getsid');
  getsid(0);
  next('umask');
  umask(0o022);
  next('kill');
  kill(pid, 0);
  next('open');
  const fd = open('/dev/null', O_RDONLY);
  next('pipe');
  const [r, w] = pipe();
  next('write');
  write(w, 'hello');
  next('read');
  read(r, 5);
  next('close');
  close(fd);
  next('fork');
  const first = fork();
  if (first === 0) {
    next('execve');
    execve('/bin/true', ['true'], {});
  }
  next('waitpid');
  waitpid(first);
  next('other');
  const second = fork();
  if (second === 0) {
    next('_exit');
    _exit(7);
  }
  const { status } = waitpid(second);
  next('WEXITSTATUS');
  WEXITSTATUS(status);
  next('posix_spawn');
  const third = posix_spawn('/bin/true', ['true']);
  next('other');
  waitpid(third);
}

/** What strace notes of them: lines that begin with the number of a thread. */
function trace(): string[] | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'book-'));
  const log = join(folder, 'log');
  const traced = [...new Set(Object.values(names).flat())];
  const which = `trace=${traced.map((name) => `?${name}`).join()}`;
  const strace = ['strace', '-f', '-o', log, '-e', which];
  const ran = linesOf(...strace, process.execPath, __filename, 'calls');
  const lines = ran && readFileSync(log, 'latin1').split('\n');
  rmSync(folder, { recursive: true });
  return lines;
}

/**
 * At any time V8 wakes up a thread, and the C library asks the kernel how many
 * processors there are, and about memory.
 */
function besides() {
  const files = new Set<string>();
  return (call: string): boolean => {
    const [, opened] =
      /^openat\(.*"\/(?:proc|sys)\/.* = (\d+)$/.exec(call) ?? [];
    if (opened) files.add(opened);
    const [, how, fd = ''] = /^(read|close)\((\d+)/.exec(call) ?? [];
    const its = files.has(fd);
    if (how === 'close') files.delete(fd);
    return (
      its || opened !== undefined || /^write\(\d+, "\\1(\\0){7}"/.test(call)
    );
  };
}

/**
 * Prints the system calls of that name. fork() makes others as well, to leave
 * Node's threads in order; of what should make none, all are shown.
 */
function show(lines: string[]) {
  const made: Record<string, string[]> = {};
  const current = new Map<string, string>(); // by the number of the thread
  const isAside = besides();
  for (const line of lines) {
    const [, tid = '', call = ''] = /^(\d+) +(\w+\(.*)$/.exec(line) ?? [];
    const next = /^write\(1, "next: (\w+)\\n"/.exec(call)?.[1];
    if (next) current.set(tid, next);
    // Not every kernel has clone3(): the C library tries another one then.
    else if (call && !call.includes(' ENOSYS ') && !isAside(call)) {
      const name = current.get(tid) ?? 'other';
      made[name] = [...(made[name] ?? []), call];
    }
  }
  for (const [name, its] of Object.entries(names)) {
    const calls = (made[name] ?? []).filter(
      (call) => its.length === 0 || its.includes(call.split('(')[0] as string),
    );
    for (const call of calls.length > 0 ? calls : ['none'])
      console.log(`${name}(): ${call.replace(/ +(<.*>|=)/, ' $1')}`);
  }
}

// What a process is at, by /proc: when it looks itself, at this very read().
function look() {
  const fd = open('/proc/self/syscall', O_RDONLY);
  console.log(`read(${fd}, 99): ${read(fd, 99).toString().trim()}`);
  close(fd);
}

if (process.argv[2] === 'calls') calls();
else {
  const lines = trace();
  if (lines) show(lines);
  else console.log('no strace here');
  const error = codeOf(look);
  if (error !== 'no error') console.log(`no /proc/self/syscall: ${error}`);
}
