// The figures of bench/proc.mjs as Markdown.

import { conditions, mark, ratios, table, times } from '../report.mjs';

const title = {
  ps: '`ps -eo pid,ppid,stat,rss,args`, a whole process',
  'processes()': '`processes()`',
  'a program': 'a whole Node that prints them',
  psutil: '`psutil.process_iter()`',
};

const atMost = ({ median }, most) => `≤ ${most}: ${mark(median <= most)}`;

export function markdown(report) {
  const { machine, load, count, first, figures, smaps, psutil } = report;
  const { ps, whole, psutil: toPsutil } = report.ratios;
  return `# What reading /proc costs

Written by \`npm run bench:proc -- --write\`: ${conditions(machine, load)}

In turns, in random order, after warm-up; a ratio is the median of the ratios of neighbours in time, with its quartiles.

## All processes

${count.toLocaleString('en')} of them, nearly all asleep: of each its pid, parent, state, resident memory and arguments. \`processes()\` reads its owner and all 52 fields of stat on the way. The first time in a process, before anything is compiled, took ${(first / 1e6).toFixed(0)} ms.

${table(
  ['', 'ratio', 'target'],
  [
    ['`processes()` to ps', ratios(ps, 2), atMost(ps, 1)],
    ...(toPsutil
      ? [
          [
            `\`processes()\` to psutil ${psutil}`,
            ratios(toPsutil, 2),
            atMost(toPsutil, 0.5),
          ],
        ]
      : []),
    [`${title['a program']}, to ps`, ratios(whole, 2), ''],
  ],
)}

${table(
  ['', 'µs: median (quartiles; least–greatest)', 'n'],
  figures.map(({ title: name, time }) => [title[name], times(time), time.n]),
)}

## The memory map of one

\`smaps()\` of a process with ${smaps.rows.toLocaleString('en')} mappings, which is ${(smaps.bytes / 2 ** 20).toFixed(1)} MB of text, and reading those bytes into a buffer that is already there.

${table(
  ['', 'µs: median (quartiles; least–greatest)', 'n'],
  [
    ['the bytes', times(smaps.read), smaps.read.n],
    ['`smaps()`', times(smaps.time), smaps.time.n],
  ],
)}

Ratio: ${ratios(smaps.ratio, 2)}, target ${atMost(smaps.ratio, 3)}.
`;
}
