import { all, equal, find, findAll, type Page, type Run } from './checks.js';

// Under these names, if not under their own, the kernel knows them.
const others: Record<string, string> = {
  open: 'openat|open',
  pipe: 'pipe2|pipe',
  waitpid: 'wait4',
  _exit: 'exit_group',
};

const plain = [
  ...['getpid', 'getppid', 'getsid', 'umask', 'kill', 'open', 'pipe'],
  ...['write', 'read', 'close', 'execve', 'waitpid', '_exit'],
];

/** What the kernel was asked for by a call. */
const made = (run: Run, name: string) =>
  findAll(run, new RegExp(`^${name}\\(\\): (.+)$`)).flat();

function withStrace(run: Run): boolean {
  const without = run.lines.includes('no strace here');
  if (!without && made(run, 'getpid').length === 0)
    throw new Error('nothing was traced');
  return !without;
}

const unknown = { unknown: 'there is no strace here, or it may not trace' };

export default {
  id: 'E01',
  title: 'All goes by system calls',
  source: 'なるほどUnixプロセス: はじめに',
  languages: ['en'],
  claims: [
    {
      claim:
        'A function that is named as a system call is that one, and makes it once.',
      check(run) {
        if (!withStrace(run)) return unknown;
        return all(
          ...plain.map((name) => {
            const call = new RegExp(`^(?:${others[name] ?? name})\\(`);
            const found = made(run, name);
            return (
              (found.length === 1 && call.test(found[0] as string)) ||
              `${name}(): ${found.join('; ')}`
            );
          }),
        );
      },
    },
    {
      claim:
        'fork() is clone() with SIGCHLD, and two flags that are for the C library (W22).',
      check(run) {
        if (!withStrace(run)) return unknown;
        const [call = '', ...more] = made(run, 'fork');
        const flags = /^clone\(.*flags=([\w|]+)/.exec(call)?.[1]?.split('|');
        return all(
          equal(more, []),
          equal(flags?.sort(), [
            ...['CLONE_CHILD_CLEARTID', 'CLONE_CHILD_SETTID', 'SIGCHLD'],
          ]),
        );
      },
    },
    {
      claim:
        'posix_spawn() is clone3() or, in older C libraries, clone(), with the flags of vfork(): CLONE_VM and CLONE_VFORK (W22).',
      check(run) {
        if (!withStrace(run)) return unknown;
        const [call = '', ...more] = made(run, 'posix_spawn');
        return all(
          equal(more, []),
          ['CLONE_VM', 'CLONE_VFORK'].every((flag) =>
            call.split(/\W/).includes(flag),
          ) || call,
        );
      },
    },
    {
      claim:
        'What only computes asks nobody: WEXITSTATUS(), a macro in C, is no system call.',
      check(run) {
        if (!withStrace(run)) return unknown;
        return equal(made(run, 'WEXITSTATUS'), ['none']);
      },
    },
    {
      claim:
        'Without strace, /proc/PID/syscall shows which one a process is in: read() is number 0, here with this descriptor and this length.',
      check(run) {
        if (findAll(run, /^no \/proc\/self\/syscall: \w+$/).length === 1)
          return { unknown: 'this kernel has no /proc/self/syscall' };
        const [fd, size, number, first, third] = find(
          run,
          /^read\((\d+), (\d+)\): (\d+) 0x(\w+) 0x\w+ 0x(\w+) /,
        );
        return equal(
          [number, Number(`0x${first}`), Number(`0x${third}`)],
          ['0', Number(fd), Number(size)],
        );
      },
    },
  ],
} satisfies Page;
