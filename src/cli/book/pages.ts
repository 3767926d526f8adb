// Finds the pages of the book: examples/book/*.claims, beside their programs.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from './page.js';

const folder = join(__dirname, '../../examples/book');
const ending = '.claims.js';

/** A page and the file of its program. */
export type Example = { page: Page; program: string };

/**
 * What `book tour` runs: the story from one process to a daemon, in less than a
 * minute.
 */
const stops = [
  ...['A01', 'C01', 'E10'], // a process becomes two
  ...['A02', 'A03', 'A04', 'A05'], // and one of them another program
  ...['B11', 'C06', 'C07', 'C11', 'A21'], // they end, and tell how
  ...['A17', 'C10', 'A22', 'A23', 'C12'], // states, waiting, zombies, orphans
  ...['A24', 'A25', 'A26'], // signals
  ...['E17'], // they talk to each other
  ...['A33', 'A37'], // groups, sessions, daemons
];

export function loadTour(): Example[] {
  const examples = loadExamples();
  return stops.map(
    (id) => examples.find(({ page }) => page.id === id) as Example,
  );
}

export function loadExamples(): Example[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => ({
      page: require(join(folder, file)).default as Page,
      program: join(folder, `${file.slice(0, -ending.length)}.js`),
    }));
}
