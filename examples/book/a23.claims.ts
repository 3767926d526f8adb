import { readFileSync } from 'node:fs';
import { all, differ, equal, find, noZombies, type Page } from './checks.js';

const orphan = {
  en: /^orphan (\d+): my parent was (\d+), it is (\d+) now$/,
  ja: /^孤児プロセス (\d+): 親は (\d+) だったが、今は (\d+)$/,
};

/** The parent of this process, its parent, and so on. */
function ancestors(): number[] {
  const found: number[] = [];
  for (let pid = process.ppid; pid > 0; ) {
    found.push(pid);
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    pid = Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]);
  }
  return found;
}

export default {
  id: 'A23',
  title: 'An orphan: its parent has ended first',
  source:
    '2章 プロセス管理 (基礎編): ゾンビプロセスと孤児プロセス, 孤児プロセス',
  languages: ['en', 'ja'],
  claims: [
    {
      claim: 'When its parent ends, the orphan gets another parent at once.',
      check(run) {
        const [, old, now] = find(run, orphan).map(Number);
        return all(equal(old, run.pid), differ(old, now));
      },
    },
    {
      claim:
        'Its new parent is init, or an ancestor that has declared itself to be the reaper of its descendants (the source says init: W4).',
      check(run) {
        const now = Number(find(run, orphan)[2]);
        return now === 1 || ancestors().includes(now) || `it is ${now}`;
      },
    },
    {
      claim:
        'The new parent waits for the orphan, and for the zombie of the parent that has ended: none is left.',
      async check(run) {
        find(run, orphan);
        return noZombies(run);
      },
    },
  ],
} satisfies Page;
