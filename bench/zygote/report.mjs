// The figures of bench/zygote.mjs as Markdown.

import { conditions, mark, ratios, table, times } from '../report.mjs';

const target = 15;

export function markdown({ machine, load, bytes, figures }) {
  return `# What a job in a zygote costs

Written by \`npm run bench:zygote -- --write\`: ${conditions(machine, load)}

Medians (quartiles; least–greatest), in µs, of programs that were measured in turns, in random order, after warm-up. A ratio is the median of the ratios of neighbours in time.

A program has loaded ${Math.round(bytes / 1e6)} MB of modules in 200 files and, in the second row, made 100 MB of small objects; each job calls one function of it and gives back a string. A job of zygote() is measured from run() until its promise has settled, when its process has ended. Of child_process.fork(), which starts Node and loads all of it anew, the time is that until the answer: its end, for which one would have to wait as well, is not in it.

${table(
  ['', 'times as long', 'target', 'zygote job', 'child_process.fork()', 'n'],
  figures.map(({ title, sooner, own, other }) => [
    title,
    ratios(sooner, 1),
    `≥ ${target}: ${mark(sooner.median >= target)}`,
    times(own),
    times(other),
    own.n,
  ]),
)}

The zygote itself is set up once, which took ${figures
    .map(({ title, setup }) => `${Math.round(setup / 1e6)} ms (${title})`)
    .join(' and ')}.
`;
}
