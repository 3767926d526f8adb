// A measured program answers each line on its standard input with one line of
// JSON, so that several of them can be measured in turns.

import { createInterface } from 'node:readline';

export async function serve(measure) {
  // The first answer says that the program is ready.
  console.log(JSON.stringify({ rss: process.memoryUsage.rss() }));
  for await (const _ of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await measure()));
  }
}

/** Lets the machine come to rest: a child's memory is given back, say. */
export const rest = (ms = 10) =>
  new Promise((resolve) => setTimeout(resolve, ms));

export const now = () => Number(process.hrtime.bigint());
