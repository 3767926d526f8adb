import { all, equal, find, findAll, type Page, type Run } from './checks.js';

/** The seconds of this name, of each of the three commands. */
function seconds(run: Run, name: string): [number, number, number] {
  const found = findAll(run, new RegExp(`^  ${name}: ([\\d.]+)$`));
  if (found.length !== 3) throw new Error(`${found.length} times ${name}`);
  return found.flat().map(Number) as [number, number, number];
}

export default {
  id: 'X21',
  title: 'times1: what time commands take, and whose',
  source: 'Advanced Programming in the UNIX Environment: figure 8.31, times1.c',
  languages: ['en'],
  claims: [
    {
      claim:
        'A command that sleeps takes its time by the clock, and next to none of the processor.',
      check(run) {
        const [asked] = find(run, /^command: sleep ([\d.]+)$/).map(Number);
        const [real] = seconds(run, 'real');
        const cpu =
          seconds(run, 'child user')[0] + seconds(run, 'child sys')[0];
        return all(
          real >= (asked as number) - 0.02 || `${real} s by the clock`,
          cpu < 0.1 || `${cpu} s of the processor`,
        );
      },
    },
    {
      claim:
        'The time of a command that computes is counted for the children of this process, once it has been waited for.',
      check(run) {
        const [, busy] = seconds(run, 'child user');
        return busy > 0.02 || `${busy} s`;
      },
    },
    {
      claim: 'This process itself has spent less: it was waiting.',
      check(run) {
        const [, own] = seconds(run, 'user');
        const [, busy] = seconds(run, 'child user');
        return own < busy || `${own} and ${busy} s`;
      },
    },
    {
      claim: 'How each of them ended is told as well.',
      check: (run) =>
        equal(findAll(run, /^exited with (\d+)$/).flat(), ['0', '0', '3']),
    },
  ],
} satisfies Page;
