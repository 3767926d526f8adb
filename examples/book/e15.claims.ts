import { equal, find, findAll, type Page } from './checks.js';

const started = /^child (\d+) will answer (\d+)$/;
const one = /^waitpid\((\d+)\): (\d+)$/;
const any = /^wait\(\): (\d+) answers (\d+)$/;

export default {
  id: 'E15',
  title: 'Wait for one child, or for any; an exit code is a message',
  source: 'なるほどUnixプロセス: プロセスは待てる',
  languages: ['en'],
  claims: [
    {
      claim:
        'waitpid(pid) waits for that child, though others have ended before it.',
      check: (run) => equal(find(run, one), findAll(run, started)[1]),
    },
    {
      claim: 'wait() takes any of the others, each once.',
      check: (run) =>
        equal(
          findAll(run, any)
            .map(([pid]) => pid)
            .sort(),
          [0, 2].map((i) => findAll(run, started)[i]?.[0]).sort(),
        ),
    },
    {
      claim: 'Each exit code arrived: the simplest message between processes.',
      check(run) {
        const arrived = [find(run, one), ...findAll(run, any)];
        return equal(arrived.sort(), findAll(run, started).sort());
      },
    },
    {
      claim: 'Without a child left, wait() fails with ECHILD.',
      check: (run) => equal(run.lines.at(-1), 'wait(): ECHILD'),
    },
  ],
} satisfies Page;
