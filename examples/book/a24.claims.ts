import { equal, find, type Page, type Run } from './checks.js';

const numberOf = (run: Run, sent: string, en: string, ja: string) =>
  find(run, {
    en: new RegExp(`^${sent}: ${en} \\((\\d+)\\)$`),
    ja: new RegExp(`^${sent}: ${ja} \\((\\d+)\\)$`),
  })[0];

export default {
  id: 'A24',
  title: 'Five signals and what each does',
  source: '2章 プロセス管理 (基礎編): シグナル',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'SIGSTOP stops a process for a while (Ctrl+z sends SIGTSTP, which a program may handle: W1).',
      check: (run) =>
        equal(numberOf(run, 'SIGSTOP', 'stopped', '停止した'), '19'),
    },
    {
      claim: 'SIGCONT lets a stopped process go on.',
      check(run) {
        find(run, { en: /^SIGCONT: goes on$/, ja: /^SIGCONT: 再開した$/ });
        return true;
      },
    },
    {
      claim:
        'SIGINT ends a process, as long as the process has not decided otherwise (W6).',
      check: (run) => equal(numberOf(run, 'SIGINT', 'ended', '終了した'), '2'),
    },
    {
      claim: 'SIGKILL ends a process always.',
      check: (run) => equal(numberOf(run, 'SIGKILL', 'ended', '終了した'), '9'),
    },
    {
      claim: 'No handler for SIGKILL can be set: sigaction() fails.',
      check: (run) =>
        equal(find(run, /^sigaction\(SIGKILL\): (\w+)$/), ['EINVAL']),
    },
    {
      claim:
        'SIGCHLD tells the parent that a child has ended, and which one: its handler can wait for it.',
      check(run) {
        const [signo, pid, child] = find(run, {
          en: /^signal (\d+) received: child (\d+) of (\d+)$/,
          ja: /^シグナル (\d+) を受信: 子プロセス (\d+) \/ (\d+)$/,
        });
        return equal([signo, pid], ['17', child]);
      },
    },
  ],
} satisfies Page;
