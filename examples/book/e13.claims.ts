import { find, type Page, type Run } from './checks.js';

const taken = (run: Run, when: string) =>
  Number(find(run, new RegExp(`^${when}: (\\d+) MiB$`))[0]);

function grown(run: Run, from: string, to: string): number {
  return taken(run, to) - taken(run, from);
}

export default {
  id: 'E13',
  title: 'fork() copies late, or never',
  source: 'なるほどUnixプロセス: プロセスは子プロセスを作れる',
  languages: ['en'],
  claims: [
    {
      claim:
        'Two processes with 100 MiB each take up little more memory than one: fork() has copied none of it.',
      check(run) {
        const more = grown(run, 'one process', 'two of them');
        return Math.abs(more) < 60 || `${more} MiB more`;
      },
    },
    {
      claim: 'When one of them writes to it, it gets a copy.',
      check(run) {
        const more = grown(run, 'two of them', 'one has written');
        return (more > 80 && more < 140) || `${more} MiB more`;
      },
    },
  ],
} satisfies Page;
