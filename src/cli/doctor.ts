// posix-proc doctor: does it work here, and if not, why not.

import { accessSync, constants as fs, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import {
  _exit,
  ADDR_NO_RANDOMIZE,
  close,
  fork,
  forkSupport,
  getpid,
  getppid,
  getrlimit,
  getuid,
  openpty,
  personality,
  pidfd_open,
  pidfd_send_signal,
  pipe,
  RLIM_INFINITY,
  read,
  waitpid,
  write,
} from '../index.js';
import { cgroup, list, stat, status } from '../proc/index.js';
import { glibcVersion } from './glibc.js';
import { mark, wrap } from './sentence.js';

/** Null: it works in part, or cannot be told. */
type Finding = { ok: boolean | null; value: string };

const yes = (value: string): Finding => ({ ok: true, value });
const no = (value: string): Finding => ({ ok: false, value });
const partly = (value: string): Finding => ({ ok: null, value });

/** Without one of these there is no use in looking further. */
const essential = ['Node', 'system', 'libc', 'addon', 'fork()'];

const checks: Record<string, () => Finding> = {
  Node: node,
  system,
  libc,
  addon,
  'fork()': forking,
  pidfd,
  processes,
  files,
  memory,
  core,
  pty,
  '/proc': proc,
  cgroup: group,
  ptrace,
  seccomp,
  ASLR: aslr,
  orphans, // which may take seconds
};

const help = `
✓ it works    ✗ it does not    ? it works in part, or cannot be told

Exit status: 0 it works, 1 one of the first five does not, 2 wrong usage.`;

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('say whether posix-proc works here')
    .description(
      'Says what this system is and what of posix-proc works on it, by trying: fork() by forking.',
    )
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', help)
    .action(({ json }: { json?: true }) => {
      const found: Report[] = [];
      for (const report of examine()) {
        found.push(report);
        if (!json) print(report);
      }
      if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
      if (found.some((it) => it.essential && !it.ok)) process.exitCode = 1;
    });
}

type Report = { name: string; essential: boolean } & Finding;

function* examine(): Iterable<Report> {
  let works = true;
  for (const [name, check] of Object.entries(checks)) {
    const isEssential = essential.includes(name);
    if (!isEssential && !works) return;
    const finding = unlessItFails(check);
    if (isEssential) works &&= finding.ok === true;
    yield { name, essential: isEssential, ...finding };
  }
}

function unlessItFails(check: () => Finding): Finding {
  try {
    return check();
  } catch (error) {
    return partly(`cannot be told: ${(error as Error).message}`);
  }
}

const longest = Math.max(...Object.keys(checks).map(({ length }) => length));

function print({ name, ok, value }: Report): void {
  const indent = longest + 3;
  const { columns = Infinity } = process.stdout;
  const lines = wrap(value, columns - indent);
  const text = lines.join(`\n${' '.repeat(indent)}`);
  process.stdout.write(`${mark(ok)} ${name.padEnd(longest)} ${text}\n`);
}

/** Whether a version like '5.10.0-8' is one from there on. */
function isFrom(version: string, least: [major: number, minor: number]) {
  const [major = 0, minor = 0] = version.split('.').map(Number.parseFloat);
  return major > least[0] || (major === least[0] && minor >= least[1]);
}

function node(): Finding {
  const { node } = process.versions;
  return isFrom(node, [20, 19])
    ? yes(node)
    : no(`${node}, which is below 20.19`);
}

function system(): Finding {
  const value = `${process.platform} ${process.arch}, kernel ${release()}`;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return no(`${value}: it works on linux x64 only`);
  return isFrom(release(), [5, 10]) ? yes(value) : no(`${value}, below 5.10`);
}

function libc(): Finding {
  const glibc = glibcVersion();
  if (!glibc) return no('not glibc, which it takes');
  return isFrom(glibc, [2, 28])
    ? yes(`glibc ${glibc}`)
    : no(`glibc ${glibc}, which is below 2.28`);
}

function addon(): Finding {
  const root = join(__dirname, '../..');
  const load = require('node-gyp-build');
  let file: string;
  try {
    file = relative(root, load.path(root));
  } catch {
    return no(
      'there is none for this system: npm rebuild posix-proc makes one, which takes g++, make and python3',
    );
  }
  try {
    load(root);
  } catch (error) {
    return no(`${file} does not load: ${(error as Error).message}`);
  }
  return file.startsWith('prebuilds')
    ? yes(`prebuilt, ${file}`)
    : yes(`built here, ${file}, which goes before the prebuilt one`);
}

function forking(): Finding {
  const support = forkSupport();
  if (!support.supported) return no(`${support.code}: ${support.reason}`);
  try {
    const start = performance.now();
    const pid = fork();
    if (pid === 0) _exit(0);
    waitpid(pid);
    const ms = (performance.now() - start).toFixed(1);
    return yes(`works: a child came and went in ${ms} ms`);
  } catch (error) {
    return no(`${error}`);
  }
}

function pidfd(): Finding {
  try {
    const fd = pidfd_open(getpid());
    try {
      pidfd_send_signal(fd, 0);
    } finally {
      close(fd);
    }
    return yes('works: children are held by one, and awaited');
  } catch (error) {
    return no(
      `${(error as Error).message}: spawn() and waitpidAsync() need it; is it a filter of the container?`,
    );
  }
}

/** Makes an orphan, and sees who becomes its parent. */
function orphans(): Finding {
  if (getpid() === 1)
    return partly(
      'this process is pid 1: it has to wait for those of others; docker run --init has a better one',
    );
  const [orphan, parent] = makeOrphan();
  const name = `${stat(parent).comm} (${parent})`;
  const start = performance.now();
  const ms = () => performance.now() - start;
  while (isThere(orphan) && ms() < 5000) sleep(10);
  if (isThere(orphan))
    return no(
      `become children of ${name}, which has not waited for one in 5 s: they stay zombies; docker run --init mends it`,
    );
  return yes(`become children of ${name}, which waits for them`);
}

const sleep = (ms: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function makeOrphan(): [pid: number, parent: number] {
  const [r, w] = pipe();
  const pid = fork();
  if (pid === 0)
    try {
      const first = getpid();
      if (fork() > 0) _exit(0);
      const end = performance.now() + 5000;
      while (getppid() === first && performance.now() < end);
      write(w, JSON.stringify([getpid(), getppid()]));
    } finally {
      _exit(1);
    }
  close(w);
  try {
    waitpid(pid);
    return JSON.parse(`${read(r, 100)}`);
  } finally {
    close(r);
  }
}

function isThere(pid: number): boolean {
  try {
    return stat(pid).pid === pid;
  } catch {
    return false;
  }
}

/** The text of a small file, or '' where there is none. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

const number = (text: string) =>
  /^\d+$/.test(text) ? BigInt(text) : RLIM_INFINITY;

function processes(): Finding {
  const limits: [most: bigint, why: string][] = [
    [number(textOf('/proc/sys/kernel/pid_max')), 'kernel.pid_max'],
    [
      number(textOf(`${groupOf('pids')}/pids.max`)),
      "the control group's pids.max",
    ],
  ];
  // root may have more than its limit.
  if (getuid() !== 0) limits.push([getrlimit('NPROC').soft, 'ulimit -u']);
  const [most, why] = limits.reduce((a, b) => (b[0] < a[0] ? b : a));
  const value = `up to ${most}, by ${why}`;
  return most < 1000n
    ? partly(`${value}: then fork() says EAGAIN`)
    : yes(value);
}

function files(): Finding {
  const { soft } = getrlimit('NOFILE');
  if (soft < 1024n)
    return partly(
      `up to ${soft} open at once, then EMFILE: ulimit -n sets more`,
    );
  if (soft > 10_000_000n)
    return partly(
      `up to ${soft}: programs that close them one by one take long; ulimit -n 65536 is enough`,
    );
  return yes(`up to ${soft} open at once`);
}

function memory(): Finding {
  if (textOf('/proc/sys/vm/overcommit_memory') === '2')
    return partly(
      'vm.overcommit_memory is 2: fork() of a large process may say ENOMEM though there is room, posix_spawn() does not',
    );
  return yes('a forked child shares it until one of both writes');
}

function core(): Finding {
  const pattern = textOf('/proc/sys/kernel/core_pattern');
  if (pattern.startsWith('|')) {
    const [program = ''] = pattern.slice(1).split(' ');
    return yes(`a crash is handed to ${program}`);
  }
  if (getrlimit('CORE').soft === 0n)
    return partly(
      'a crash leaves no core file: ulimit -c unlimited allows them',
    );
  return yes(`a crash leaves the file ${pattern}`);
}

function pty(): Finding {
  try {
    const { master, slave, name } = openpty();
    close(slave);
    close(master);
    return yes(`openpty() works: this was ${name}`);
  } catch (error) {
    return no(`${(error as Error).message}: is devpts mounted?`);
  }
}

function proc(): Finding {
  if (textOf('/proc/self/stat') === '')
    return no('is not mounted: ps, tree and maps read it');
  if (stat('self').pid !== getpid())
    return no('is that of another pid namespace: mount -t proc proc /proc');
  const count = list().length;
  if (!isThere(1))
    return partly(
      `hides the processes of others (hidepid): ${count} are shown`,
    );
  return yes(`shows ${count === 1 ? '1 process' : `${count} processes`}`);
}

/** The folder of this process's control group. */
function groupOf(controller: string): string {
  const rows = cgroup('self');
  const old = rows.find(({ controllers }) => controllers.includes(controller));
  return old
    ? `/sys/fs/cgroup/${controller}${old.path}`
    : `/sys/fs/cgroup${rows.find(({ hierarchy }) => hierarchy === 0)?.path ?? ''}`;
}

function group(): Finding {
  const rows = cgroup('self');
  if (rows.length === 0) return partly('there are no control groups');
  if (rows.some(({ hierarchy }) => hierarchy !== 0))
    return partly('version 1: each controller has its own folders');
  const folder = groupOf('');
  try {
    accessSync(folder, fs.W_OK);
    return yes(`version 2, ${folder}, which spawn({ cgroup }) may divide`);
  } catch {
    return partly(
      `version 2, ${folder}, which is not ours: systemd-run --user --scope -p Delegate=yes gives one`,
    );
  }
}

const CAP_SYS_PTRACE = 1n << 19n;

function ptrace(): Finding {
  const { TracerPid, CapEff } = status('self');
  if (TracerPid !== 0)
    return partly(
      `this process is traced by ${TracerPid}, which sees its signals first`,
    );
  const scope = Number(textOf('/proc/sys/kernel/yama/ptrace_scope') || 0);
  const isCapable = (CapEff & CAP_SYS_PTRACE) !== 0n;
  if (scope === 0 || (scope < 3 && isCapable))
    return yes('gdb, strace and pidfd_getfd() may have the own processes');
  const who = ['', 'descendants only', 'root only', 'nobody'][scope];
  return partly(
    `gdb, strace and pidfd_getfd(): ${who}, by kernel.yama.ptrace_scope`,
  );
}

function seccomp(): Finding {
  const { Seccomp = 0, NoNewPrivs = 0 } = status('self');
  const found = [
    ...(Seccomp
      ? ['a filter is on: what it forbids says EPERM or ENOSYS']
      : []),
    ...(NoNewPrivs
      ? ['no_new_privs is on: sudo and the like gain nothing']
      : []),
  ];
  return found.length > 0 ? partly(found.join('; ')) : yes('no filter is on');
}

function aslr(): Finding {
  if (personality(0xffffffff) & ADDR_NO_RANDOMIZE)
    return partly(
      'off for this process and its children, by setarch -R perhaps',
    );
  const how = textOf('/proc/sys/kernel/randomize_va_space');
  if (how === '2') return yes('on: addresses differ from run to run');
  return partly(`kernel.randomize_va_space is ${how}: 2 is the rule`);
}
