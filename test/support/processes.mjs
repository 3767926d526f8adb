// Looking at other processes through /proc: who belongs to a fixture, what its
// threads are doing.

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

function text(file) {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return ''; // it has ended meanwhile
  }
}

function stat(pid) {
  const line = text(`/proc/${pid}/stat`);
  // The name, in parentheses, may contain anything.
  const [state, ppid, , session] = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ');
  return { pid, state, ppid: Number(ppid), session: Number(session) };
}

/**
 * The living processes of a fixture: those of its session, those with `marker`
 * in their environment, wherever they went, and all descendants. Zombies are
 * dead: whoever leaves one behind is found out inside the fixture.
 */
export function family(session, marker) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => stat(Number(name)))
    .filter(({ state }) => state && state !== 'Z' && state !== 'X');
  const found = new Set();
  for (let size = -1; found.size > size; ) {
    size = found.size;
    for (const one of all) {
      if (
        one.session === session ||
        found.has(one.ppid) ||
        text(`/proc/${one.pid}/environ`).includes(marker)
      )
        found.add(one.pid);
    }
  }
  return [...found];
}

/** In several rounds: the killed may have been forking. */
export function killFamily(session, marker) {
  let pids;
  do {
    pids = family(session, marker);
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  } while (pids.length > 0);
}

/** What each thread of `pid` is doing, with the stacks when gdb is there. */
export async function stacks(pid) {
  const command = text(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  const { state, ppid } = stat(pid);
  const threads = [];
  for (const tid of tasks(pid)) {
    const [name, call, channel] = ['comm', 'syscall', 'wchan'].map((file) =>
      text(`/proc/${pid}/task/${tid}/${file}`).trim(),
    );
    threads.push(`  ${tid} (${name}) ${channel}, system call ${call}`);
  }
  return [
    `process ${pid} of ${ppid}, state ${state}: ${command}`,
    ...threads,
    await backtraces(['-p', `${pid}`]),
  ].join('\n');
}

function tasks(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** The stacks in a core file that `program` left in `folder`. */
export function coreStacks(program, folder, name) {
  return backtraces([program, '-c', path.join(folder, name)]);
}

function backtraces(target) {
  const args = [...target, '-batch', '-nx'];
  for (const command of ['set pagination off', 'thread apply all bt 30'])
    args.push('-ex', command);
  const options = { timeout: 60_000, maxBuffer: 2 ** 24 };
  return new Promise((resolve) => {
    execFile('gdb', args, options, (error, stdout) =>
      resolve(
        stdout.replaceAll(/^\[New LWP.*\n/gm, '') ||
          `(no stacks: ${error?.message.split('\n')[0]})`,
      ),
    );
  });
}
