// Tables for people: each column as wide as what is in it, no line wider than
// the terminal.

import { eastAsianWidth } from 'get-east-asian-width';
import { paint } from './colour.js';

export type Column<Row> = {
  title: string;
  align?: 'right';
  text: (row: Row) => string;
};

/** As ps(1) does: what would steer the terminal, and what is not UTF-8. */
export const printable = (text: string) =>
  text.replace(/[\p{Cc}\uFFFD]/gu, '?');

const segmenter = new Intl.Segmenter();

/** How many columns of a terminal it takes: of 日本 each takes two. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text))
    width += columnsOf(segment);
  return width;
}

/** Of what is one character to a reader. */
function columnsOf(grapheme: string): number {
  if (/^[\p{M}\p{Cf}]/u.test(grapheme)) return 0; // with nothing to stand on
  if (/\p{Emoji_Presentation}|\uFE0F/u.test(grapheme)) return 2;
  return eastAsianWidth(grapheme.codePointAt(0) as number);
}

/** What of a line the terminal has room for; all of it in a pipe or a file. */
export function fit(line: string, mark = ''): string {
  const { columns } = process.stdout;
  if (!columns) return line;
  let width = 0;
  let end = 0; // of what leaves room for the mark
  for (const { segment, index } of segmenter.segment(line)) {
    if (width <= columns - mark.length) end = index;
    width += columnsOf(segment);
    if (width > columns) return line.slice(0, end) + mark;
  }
  return line;
}

/** The last column is not filled up, and is what is cut off unless `wide`. */
export function printTable<Row>(
  columns: Column<Row>[],
  rows: Row[],
  wide = false,
): void {
  const cells = columns.map(({ title, text }) =>
    [title, ...rows.map(text)].map(printable),
  );
  const filled = cells.map((column, i) => {
    if (i === cells.length - 1) return column;
    const widths = column.map(widthOf);
    const width = widths.reduce((a, b) => Math.max(a, b));
    return column.map((cell, row) => {
      const space = ' '.repeat(width - (widths[row] ?? 0));
      return columns[i]?.align === 'right' ? space + cell : cell + space;
    });
  });
  const lines = [...Array(rows.length + 1).keys()].map((row) => {
    const line = filled.map((column) => column[row]).join(' ');
    return wide ? line : fit(line);
  });
  const [head = '', ...body] = lines;
  process.stdout.write(`${[paint('bold', head), ...body].join('\n')}\n`);
}
