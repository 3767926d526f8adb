// How something came out, and the sentence that says so.

import { paint } from './colour.js';

/** Null: it cannot be told, or it depends. */
export function mark(holds: boolean | null): string {
  if (holds === null) return paint('yellow', '?');
  return holds ? paint('green', '✓') : paint('red', '✗');
}

/** Breaks a sentence into lines no wider than that. */
export function wrap(sentence: string, width: number): string[] {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const line = lines.at(-1) as string;
    if (line && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}
