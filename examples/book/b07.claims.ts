import { equal, find, type Page } from './checks.js';

const job = /^\[1\] {2}\+ (\d+) (\w+) {2}(.+)$/;

export default {
  id: 'B07',
  title: 'kill: a job is terminated',
  source: 'Chapter 3. 프로세스 관리: execve() 함수, kill 16292',
  languages: ['en'],
  claims: [
    {
      claim:
        'The parent learns that its child was terminated: signal 15, SIGTERM, not an exit after 10000 seconds.',
      check: (run) =>
        equal(find(run, job).slice(1), ['terminated', '/bin/sleep 10000']),
    },
    {
      claim: 'It is the job that was started, and no other.',
      check: (run) => equal(find(run, /^\[1\] (\d+)$/)[0], find(run, job)[0]),
    },
  ],
} satisfies Page;
