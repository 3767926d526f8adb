import {
  all,
  equal,
  find,
  findAll,
  type Page,
  type Run,
  type Verdict,
} from './checks.js';

/** Not where there is no strace, or nobody may trace. */
function where(run: Run, check: () => Verdict): Verdict {
  const [reason] = findAll(run, /^no strace: (.*)$/).flat();
  return reason === undefined ? check() : { unknown: `strace: ${reason}` };
}

type Call = { pid: string; name: string; args: string; result: string };

/** The calls of that name, and how the example ended. */
function calls(run: Run, id: string, name: RegExp): Call[] {
  const [end] = find(run, new RegExp(`^${id}: (.*)$`));
  if (end !== 'exited with 0') throw new Error(`${id} under strace: ${end}`);
  const row = new RegExp(`^${id} (\\d+) (\\w+)\\((.*)\\) += (\\S+)`);
  return findAll(run, row)
    .map(([pid, name, args, result]) => ({ pid, name, args, result }) as Call)
    .filter((call) => name.test(call.name));
}

function only(run: Run, id: string, name: RegExp): Call {
  const [call, ...more] = calls(run, id, name);
  if (!call || more.length > 0)
    throw new Error(`${id}: ${more.length + (call ? 1 : 0)} of ${name.source}`);
  return call;
}

function echoOf(run: Run, id: string): Call {
  const programs = calls(run, id, /^execve$/);
  const echo = programs.find(({ args }) => args.startsWith('"/bin/echo", '));
  if (!echo) throw new Error(`${id}: no execve() of echo`);
  return echo;
}

const creates = /^(clone3?|v?fork)$/;

export default {
  id: 'X42',
  title: 'fork(), execve() and posix_spawn(), as strace sees them',
  source:
    'Of this book: strace -f, as chapter 1 of 試して理解Linuxのしくみ uses it',
  languages: ['en'],
  claims: [
    {
      claim:
        'A01: fork() is one clone() that shares nothing, as of the C library (W22), and returns the pid of the child.',
      check: (run) =>
        where(run, () => {
          const { args, result } = only(run, 'A01', creates);
          const flags = /flags=([A-Z_|]+)/.exec(args)?.[1]?.split('|').sort();
          const ends = calls(run, 'A01', /^exit_group$/).map(({ pid }) => pid);
          return all(
            equal(flags, [
              'CLONE_CHILD_CLEARTID',
              'CLONE_CHILD_SETTID',
              'SIGCHLD',
            ]),
            equal(ends.includes(result), true),
          );
        }),
    },
    {
      claim:
        'waitpid() is wait4(), which returns that pid; each of the two ends by exit_group(0).',
      check: (run) =>
        where(run, () => {
          const { pid, result } = only(run, 'A01', creates);
          const waited = only(run, 'A01', /^wait4$/);
          const ends = calls(run, 'A01', /^exit_group$/);
          return all(
            equal([waited.pid, waited.result], [pid, result]),
            equal(
              ends.map((end) => `${end.pid}: ${end.args}`).sort(),
              [pid, result].map((it) => `${it}: 0`).sort(),
            ),
          );
        }),
    },
    {
      claim:
        'A02: execve() in the child makes no process: it becomes /bin/echo, with an environment of 0 variables.',
      check: (run) =>
        where(run, () => {
          const { result } = only(run, 'A02', creates);
          const echo = echoOf(run, 'A02');
          return all(
            equal([echo.pid, echo.result], [result, '0']),
            echo.args.endsWith('/* 0 vars */') || echo.args,
          );
        }),
    },
    {
      claim:
        'A04: posix_spawn() is another clone(): the child shares the memory, and the parent waits, until it has become the program.',
      check: (run) =>
        where(run, () => {
          const [child] = calls(run, 'A04', creates);
          const echo = echoOf(run, 'A04');
          return all(
            equal(/CLONE_VM\|CLONE_VFORK/.test(`${child?.args}`), true),
            equal([echo.pid, echo.result], [child?.result, '0']),
          );
        }),
    },
  ],
} satisfies Page;
