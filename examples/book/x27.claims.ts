import { all, equal, find, type Page, type Run } from './checks.js';

const limits = (run: Run, resource: string) =>
  find(run, new RegExp(`^${resource}: soft (\\w+), hard (\\w+)$`)) as [
    string,
    string,
  ];

export default {
  id: 'X27',
  title: 'Limits of other resources, and of others',
  source: 'Working With Unix Processes: Processes Have Resource Limits',
  languages: ['en'],
  claims: [
    {
      claim:
        'There are limits for files, processes, the stack, the size of a file and more; none of them is above its hard limit.',
      check(run) {
        const number = (limit: string) =>
          limit === 'infinity' ? 2n ** 64n - 1n : BigInt(limit);
        return all(
          ...['NOFILE', 'NPROC', 'STACK', 'FSIZE'].map((resource) => {
            const [soft, hard] = limits(run, resource);
            return (
              number(soft) <= number(hard) || `${resource}: ${soft}, ${hard}`
            );
          }),
        );
      },
    },
    {
      claim: 'Children have them, and the programs that they execute.',
      check: (run) => equal(find(run, /^a program has NOFILE: (\d+)$/), ['50']),
    },
    {
      claim:
        'A file does not grow beyond FSIZE: who goes on writing is ended by SIGXFSZ.',
      check: (run) =>
        all(
          equal(find(run, /^it has written: (\d+)$/), ['4096']),
          equal(find(run, /^the writer: (.+)$/), ['killed by SIGXFSZ']),
        ),
    },
    {
      claim: "prlimit() changes another process's limits, and no other.",
      check: (run) =>
        all(
          equal(find(run, /^another process has STACK: (\d+)$/), ['65536']),
          equal(
            find(run, /^this one has it still: (\w+)$/)[0],
            limits(run, 'STACK')[0],
          ),
        ),
    },
  ],
} satisfies Page;
