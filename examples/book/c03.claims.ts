import { realpathSync } from 'node:fs';
import { all, equal, find, type Page } from './checks.js';

const child = /^child: (\d+) runs (.+)$/;
const spawned = /^posix_spawn\(\): (\d+) after ([\d.]+) s$/;

export default {
  id: 'C03',
  title: 'vfork(), inside of posix_spawn()',
  source: 'プロセス制御: vfork関数',
  languages: ['en'],
  claims: [
    {
      claim:
        'It copies no memory: until it executes another program, the child is in that of its parent. They have the same, to the page.',
      check(run) {
        const [caller, other] = find(
          run,
          /^memory: caller (\d+) kB, child (\d+) kB$/,
        );
        return all(
          equal(find(run, child)[1], realpathSync(process.execPath)),
          equal(other, caller),
        );
      },
    },
    {
      claim:
        'So the child goes first: posix_spawn() returns when the child runs the other program, here after a second.',
      check(run) {
        const [pid, seconds] = find(run, spawned);
        return all(
          equal(pid, find(run, child)[0]),
          Number(seconds) > 0.8 || `after ${seconds} s`,
        );
      },
    },
    {
      claim:
        'The caller meanwhile waits in the kernel, uninterruptibly: state D.',
      check: (run) => equal(find(run, /^caller: state (.+)$/), ['D']),
    },
    {
      claim:
        'That is so of the thread that has called, not of the others, as the source could be understood (W12): another one goes on.',
      check(run) {
        const [count] = find(
          run,
          /^the other thread has counted to (\d+) meanwhile$/,
        );
        return (Number(count) >= 1000 && Number(count) < 2 ** 32) || `${count}`;
      },
    },
    {
      claim:
        "There is no vfork() here: a child that went on in JavaScript would do so on its parent's stack and heap.",
      check: (run) => equal(find(run, /^posix\.vfork: (.+)$/), ['undefined']),
    },
  ],
} satisfies Page;
