// The figures of bench/elf.mjs as Markdown.

import { conditions, mark, ratios, table, times } from '../report.mjs';

const title = {
  readelf: '`readelf -sW`, a whole process',
  'readElf()': '`readElf()`, `symbols()`, `dynamicSymbols()`',
  'a program': 'a whole Node that does so once',
};

export function markdown(report) {
  const { machine, load, symbols, first, header, figures } = report;
  const { call, whole } = report.ratios;
  const milliseconds = (ns) => (ns / 1e6).toFixed(0);
  return `# What reading an ELF file costs

Written by \`npm run bench:elf -- --write\`: ${conditions(machine, load)}

All ${symbols.toLocaleString('en')} symbols of the node binary, in turns, in random order, after warm-up; a ratio is the median of the ratios of neighbours in time, with its quartiles. The first time in a process, before anything is compiled, took ${milliseconds(first)} ms.

${table(
  ['', 'to readelf', 'target'],
  [
    [title['readElf()'], ratios(call, 2), `≤ 1.0: ${mark(call.median <= 1)}`],
    [title['a program'], ratios(whole, 2), ''],
  ],
)}

${table(
  ['', 'µs: median (quartiles; least–greatest)', 'n'],
  [
    ...figures.map(({ title: name, time }) => [
      title[name],
      times(time),
      time.n,
    ]),
    ['the header alone', times(header), header.n],
  ],
)}
`;
}
