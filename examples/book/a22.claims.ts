import { equal, find, type Page } from './checks.js';

const before = {
  en: /^child (\d+) has exited: state (.*), kill\(\1, 0\): (.*)$/,
  ja: /^子プロセス (\d+) は終了した: 状態 (.*), kill\(\1, 0\): (.*)$/,
};
const between = {
  en: /^waitpid\((\d+)\): status (.*)$/,
  ja: /^waitpid\((\d+)\): 終了状態 (.*)$/,
};
const after = {
  en: /^child (\d+) has been waited for: kill\(\1, 0\): (.*)$/,
  ja: /^子プロセス (\d+) の終了状態を得た: kill\(\1, 0\): (.*)$/,
};

export default {
  id: 'A22',
  title: 'A zombie: it has exited, and nobody has waited for it',
  source:
    '2章 プロセス管理 (基礎編): ゾンビプロセスと孤児プロセス, ゾンビプロセス',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'Between exit and waitpid() the state letter in /proc/PID/stat is Z.',
      check: (run) => equal(find(run, before)[1], 'Z'),
    },
    {
      claim: 'The zombie is still in the process table: kill(pid, 0) finds it.',
      check: (run) =>
        equal(
          find(run, before)[2],
          run.language === 'ja' ? '見つかる' : 'found',
        ),
    },
    {
      claim: 'What it left for its parent is its exit status.',
      check: (run) =>
        equal(find(run, between), [find(run, before)[0], '0x700']),
    },
    {
      claim:
        'After waitpid() there is no such process: kill(pid, 0) fails with ESRCH.',
      check: (run) => equal(find(run, after), [find(run, before)[0], 'ESRCH']),
    },
  ],
} satisfies Page;
