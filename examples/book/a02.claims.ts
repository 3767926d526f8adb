import { all, equal, find, type Page } from './checks.js';

const parent = {
  en: /^parent's pid: (\d+), child's pid: (\d+)$/,
  ja: /^親プロセスのPID: (\d+), 子プロセスのPID: (\d+)$/,
};
const child = {
  en: /^child's pid: (\d+), parent's pid: (\d+)$/,
  ja: /^子プロセスのPID: (\d+), 親プロセスのPID: (\d+)$/,
};
const greeting = {
  en: /^hello from PID=(\d+)$/,
  ja: /^PID=(\d+) からこんにちは$/,
};

export default {
  id: 'A02',
  title: 'fork() and execve(): another program in the child',
  source: '2章 プロセス管理 (基礎編): 別のプログラムを起動するexecve()関数',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'First fork(): parent and child each name themselves and the other.',
      check(run) {
        const [pid, childPid] = find(run, parent);
        return all(
          equal(Number(pid), run.pid),
          equal(find(run, child), [childPid, pid]),
        );
      },
    },
    {
      claim:
        'Then execve(): echo runs under the pid that the child had before it.',
      check: (run) => equal(find(run, greeting)[0], find(run, child)[0]),
    },
    {
      claim:
        'execve() does not return: the line that follows it is printed once, by the parent.',
      check(run) {
        find(run, parent);
        return equal(run.lines.length, 3);
      },
    },
  ],
} satisfies Page;
