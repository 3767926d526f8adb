// Finds the pages of the book: examples/book/*.claims, beside their programs.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from './page.js';

const folder = join(__dirname, '../../examples/book');
const ending = '.claims.js';

/** A page and the file of its program. */
export type Example = { page: Page; program: string };

export function loadExamples(): Example[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => ({
      page: require(join(folder, file)).default as Page,
      program: join(folder, `${file.slice(0, -ending.length)}.js`),
    }));
}
