// Colours for people: none in a pipe, a file or under NO_COLOR.

import { styleText } from 'node:util';

type Colour = Parameters<typeof styleText>[0];

export function paint(colour: Colour, text: string): string {
  const { stdout } = process;
  return stdout.isTTY && stdout.hasColors() ? styleText(colour, text) : text;
}
