import { all, equal, find, type Page } from './checks.js';

const parent = {
  en: /^parent's pid: (\d+), child's pid: (\d+)$/,
  ko: /^부모 프로세스의 PID : (\d+), 자식 프로세스의 PID : (\d+)$/,
};
const child = {
  en: /^child's pid: (\d+)$/,
  ko: /^자식 프로세스의 PID : (\d+)$/,
};

export default {
  id: 'B09',
  title: 'fork-and-exec.c',
  source: 'Chapter 3. 프로세스 관리: fork and exec',
  languages: ['en', 'ko'],
  claims: [
    {
      claim: 'fork() makes the child, which says its pid.',
      check: (run) =>
        all(
          equal(find(run, child)[0], find(run, parent)[1]),
          equal(Number(find(run, parent)[0]), run.pid),
        ),
    },
    {
      claim:
        'Then the child becomes echo, and nothing that it had printed before is lost: hello is the line after its own.',
      check(run) {
        const mine = run.lines.filter((line) => !inParent(line));
        find(run, child);
        return equal(mine.slice(1), ['hello']);
      },
    },
  ],
} satisfies Page;

const inParent = (line: string) =>
  Object.values(parent).some((p) => p.test(line));
