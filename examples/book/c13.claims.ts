import { equal, findAll, type Page } from './checks.js';

const lines = ['the parent was here', 'the child was here'];

/** The characters, wherever they have come to stand. */
const sorted = (text: string) => [...text].sort().join('').trim();

export default {
  id: 'C13',
  title: 'A race condition: two processes and one log',
  source: 'プロセス制御: レースコンディション',
  languages: ['en'],
  claims: [
    {
      claim:
        'Two processes write to a log, character by character: nothing is lost, but what stands where depends on who ran when. Mostly it is a jumble.',
      check: (run) =>
        equal(
          sorted(findAll(run, /^race\.log: (.*)$/).join('')),
          sorted(lines.join('')),
        ),
    },
    {
      claim:
        'When the child waits until its parent has told it, there is no race: the lines are whole, and in this order every time.',
      check: (run) => equal(findAll(run, /^told\.log: (.*)$/).flat(), lines),
    },
  ],
} satisfies Page;
