import { equal, find, findAll, type Page, type Run } from './checks.js';

const rows = / \d+ ([A-Z]) {4}(\d\d):(\d\d) ([\d.]+) (.+)$/;

/** The row of the one child that does this. */
function row(run: Run, en: string, ja: string): string[] {
  const what = run.language === 'ja' ? ja : en;
  return find(run, new RegExp(rows.source.replace('(.+)', what)));
}

export default {
  id: 'A17',
  title: 'The states of a process: S, R, T and Z',
  source: '2章 プロセス管理 (基礎編): プロセスの状態',
  languages: ['en', 'ja'],
  claims: [
    {
      claim: 'S: a process that waits for something, here for time to pass.',
      check: (run) => equal(row(run, 'sleeps', 'スリープ状態')[0], 'S'),
    },
    {
      claim: 'R: a process that runs, or could if a CPU were free.',
      check: (run) => equal(row(run, 'computes', '実行可能状態')[0], 'R'),
    },
    {
      claim: 'T: a process that a signal has stopped.',
      check: (run) => equal(row(run, 'is stopped', '停止状態')[0], 'T'),
    },
    {
      claim: 'Z: a process that has exited, and nobody has waited for it.',
      check: (run) => equal(row(run, 'has exited', 'ゾンビ状態')[0], 'Z'),
    },
    {
      claim: 'START is the time of day when it began: for all four, just now.',
      check(run) {
        const now = new Date();
        const ages = findAll(run, rows).map(([, hours, minutes]) => {
          const then = Number(hours) * 60 + Number(minutes);
          const age = now.getHours() * 60 + now.getMinutes() - then;
          return (age + 24 * 60 + 1) % (24 * 60) <= 3; // the boot time is rounded
        });
        return equal(ages, [true, true, true, true]);
      },
    },
    {
      claim: 'TIME is the CPU time: only the one that computes has used much.',
      check(run) {
        const [s, r] = [
          row(run, 'sleeps', 'スリープ状態'),
          row(run, 'computes', '実行可能状態'),
        ].map(([, , , time]) => Number(time)) as [number, number];
        return (r >= 0.1 && s < r) || `${s} s and ${r} s`;
      },
    },
  ],
} satisfies Page;
