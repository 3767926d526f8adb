// The size of a terminal.

import { integer, object } from './validate.js';

/** In characters. */
export type Winsize = { rows: number; columns: number };

export function winsize(value: unknown, name: string): Winsize {
  const { rows, columns } = object(value, name) as Winsize;
  return {
    rows: integer(rows, `${name}.rows`, 0, 0xffff),
    columns: integer(columns, `${name}.columns`, 0, 0xffff),
  };
}
