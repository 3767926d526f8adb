import { equal, find, type Page, type Run } from './checks.js';

function processes(run: Run, en: string, ko: string): number {
  const quote = (words: string) => words.replace(/[()]/g, '\\$&');
  const [count] = find(run, {
    en: new RegExp(`^processes ${quote(en)}: (\\d+)$`),
    ko: new RegExp(`^${quote(ko)}: 프로세스 (\\d+)개$`),
  });
  return Number(count);
}
const atStart = (run: Run) => processes(run, 'at the start', '시작할 때');
const afterFork = (run: Run) => processes(run, 'after fork()', 'fork() 후');

export default {
  id: 'B03',
  title: 'execve() adds no process',
  source: 'Chapter 3. 프로세스 관리: execve() 함수, 함수의 흐름',
  languages: ['en', 'ko'],
  claims: [
    {
      claim: 'fork() adds a process.',
      check: (run) => equal(afterFork(run) - atStart(run), 1),
    },
    {
      claim:
        'execve() adds none: it makes another program of the process there is.',
      check: (run) =>
        equal(processes(run, 'after execve()', 'execve() 후'), afterFork(run)),
    },
    {
      claim: 'When that program has ended, there are as many as at the start.',
      check: (run) =>
        equal(processes(run, 'after waitpid()', 'waitpid() 후'), atStart(run)),
    },
  ],
} satisfies Page;
