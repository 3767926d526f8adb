import { all, differ, equal, find, type Page } from './checks.js';

const parent = {
  en: /^parent's pid: (\d+), child's pid: (\d+)$/,
  ja: /^親プロセスのPID: (\d+), 子プロセスのPID: (\d+)$/,
  ko: /^부모 프로세스의 PID : (\d+), 자식 프로세스의 PID : (\d+)$/,
};
const child = {
  en: /^child's pid: (\d+), parent's pid: (\d+)$/,
  ja: /^子プロセスのPID: (\d+), 親プロセスのPID: (\d+)$/,
  ko: /^자식 프로세스의 PID : (\d+)$/,
};

export default {
  id: 'A01',
  title: 'fork() makes two processes of one',
  source: '2章 プロセス管理 (基礎編): 同じプロセスを2つに分裂させるfork()関数',
  languages: ['en', 'ja', 'ko'],
  claims: [
    {
      claim:
        'fork() is called once and returns in two processes: each prints its line, in either order (the source shows the parent first; nothing promises that, W10).',
      check(run) {
        find(run, parent);
        find(run, child);
        return equal(run.lines.length, 2);
      },
    },
    {
      claim:
        'The parent is the process that was started, and the child is a new one.',
      check(run) {
        const [pid, childPid] = find(run, parent).map(Number);
        return all(equal(pid, run.pid), differ(pid, childPid));
      },
    },
    {
      claim:
        "fork() gave the parent the child's pid: the two lines name the same two processes.",
      check(run) {
        const [pid, childPid] = find(run, parent);
        const seenByChild = find(run, child);
        // The Korean source has the child name itself only.
        const expected = [childPid, pid].slice(0, seenByChild.length);
        return equal(seenByChild, expected);
      },
    },
  ],
} satisfies Page;
