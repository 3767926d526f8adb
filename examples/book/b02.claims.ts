import { all, differ, equal, find, type Page } from './checks.js';

const parent = {
  en: /^parent's pid: (\d+), child's pid: (\d+)$/,
  ko: /^부모 프로세스의 PID : (\d+), 자식 프로세스의 PID : (\d+)$/,
};
const child = {
  en: /^child's pid: (\d+)$/,
  ko: /^자식 프로세스의 PID : (\d+)$/,
};

export default {
  id: 'B02',
  title: 'fork.c: one call, two branches',
  source: 'Chapter 3. 프로세스 관리: fork() 함수, fork.c 프로그램 예제',
  languages: ['en', 'ko'],
  claims: [
    {
      claim:
        'The return value tells them apart: the parent gets the pid of the child and takes its branch.',
      check(run) {
        const [pid, childPid] = find(run, parent).map(Number);
        return all(equal(pid, run.pid), differ(childPid, run.pid));
      },
    },
    {
      claim:
        'The child gets 0 and takes the other: it has the pid that fork() returned in the parent.',
      check: (run) => equal(find(run, child)[0], find(run, parent)[1]),
    },
    {
      claim: 'Each ends in its own branch: two lines, in either order (W10).',
      check: (run) => equal(run.lines.length, 2),
    },
  ],
} satisfies Page;
