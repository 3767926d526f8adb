// The benchmarks in short: docs/benchmarks.md with its chart, and the table of
// figures in README.md. The pages that the benchmarks have written are all there
// is of their results, so these are read.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BarChart } from 'echarts/charts';
import { GridComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { mark, table } from './report.mjs';

use([BarChart, GridComponent, TitleComponent, SVGRenderer]);

const docs = path.join(import.meta.dirname, '../docs');
const readme = path.join(docs, '../README.md');

export const benches = [
  ...['fork', 'memory', 'prefork', 'zygote', 'spawn', 'wait', 'signal'],
  ...['pty', 'proc', 'elf'],
];

/** The first figure in bold of the line that begins so, with its quartiles. */
function bold(start) {
  const literal = start.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(
    `^.*?${literal}.*?\\*\\*(?<median>[\\d.]+)(?: %)?\\*\\*(?: \\((?<spread>[^)]*)\\))?`,
    'm',
  );
}

// `is` says what the figure is, and `best` which way is better.
const headlines = [
  {
    bench: 'fork',
    what: "`fork()`, until the child's first statement",
    to: '`child_process.fork()`',
    at: bold('As started, fork() is there'),
    is: 'times sooner',
    best: 'high',
  },
  {
    bench: 'fork',
    what: '`fork()` of 1 GB of objects',
    to: 'a bare `clone()` of the same pages',
    at: bold('| 1 GB of objects |'),
    is: 'times as long',
    best: 'low',
  },
  {
    bench: 'fork',
    what: '`fork()` of Node as started',
    to: 'a bare `clone()` of the same pages',
    at: bold('| as started |'),
    is: 'times as long',
    best: 'low',
  },
  {
    bench: 'fork',
    what: 'JavaScript in a forked child',
    to: 'a process that never forked',
    at: bold('| speed of a forked child |'),
    is: 'times as fast',
    best: 'high',
  },
  {
    bench: 'prefork',
    what: 'memory of a worker of `prefork()`, heap of 100 MB',
    to: 'one of `cluster`',
    at: bold('| after the requests |'),
    is: '% of it',
    best: 'low',
  },
  {
    bench: 'prefork',
    what: 'one more worker, until its first response',
    to: 'one of `cluster`',
    at: bold('| cluster |'),
    is: 'times sooner',
    best: 'high',
  },
  {
    bench: 'zygote',
    what: 'a job of `zygote()`, 20 MB of modules loaded',
    to: '`child_process.fork()`, which loads them',
    at: bold('| 20 MB of modules |'),
    is: 'times sooner',
    best: 'high',
  },
  {
    bench: 'spawn',
    what: '`posix_spawn()` from a process of 1 GB',
    to: '`child_process.spawnSync()`',
    at: bold('| spawnSync to posix-proc, 1 GB |'),
    is: 'times sooner',
    best: 'high',
  },
  {
    bench: 'spawn',
    what: '`posix_spawn()` and `waitpid()`',
    to: 'the same in C',
    at: bold('| posix-proc to C, 45 MB |'),
    is: 'times as long',
    best: 'low',
  },
  {
    bench: 'signal',
    what: 'a signal, until its handler of `sigaction()`',
    to: 'one of `process.on()`',
    at: bold('both sent by process.kill():'),
    is: 'times as long',
    best: 'low',
  },
  {
    bench: 'pty',
    what: 'bytes per second of a `Pty`',
    to: 'node-pty',
    at: bold('Pty to node-pty:'),
    is: 'times as many',
    best: 'high',
  },
  {
    bench: 'proc',
    what: '`processes()`, a thousand of them',
    to: '`ps -eo pid,ppid,stat,rss,args`',
    at: bold('| `processes()` to ps |'),
    is: 'times as long',
    best: 'low',
  },
  {
    bench: 'elf',
    what: 'all symbols of Node by `readElf()`',
    to: '`readelf -sW`',
    at: bold('| `readElf()`,'),
    is: 'times as long',
    best: 'low',
  },
];

const pageOf = (bench) =>
  readFileSync(path.join(docs, `bench-${bench}.md`), 'utf8');

function readFigures() {
  return headlines.map((headline) => {
    const found = headline.at.exec(pageOf(headline.bench))?.groups;
    if (!found)
      throw new Error(`docs/bench-${headline.bench}.md: no ${headline.at}`);
    const { median, spread } = found;
    const ratio = Number(median) / (headline.is.startsWith('%') ? 100 : 1);
    return {
      ...headline,
      figure: `**${median}** ${headline.is}${spread ? ` (${spread})` : ''}`,
      better: headline.best === 'high' ? ratio : 1 / ratio,
    };
  });
}

const rows = (figures, folder) =>
  table(
    ['', 'against', 'median (quartiles)', 'by'],
    figures.map(({ bench, what, to, figure }) => [
      what,
      to,
      figure,
      `[\`npm run bench:${bench}\`](${folder}bench-${bench}.md)`,
    ]),
  );

const figureTable = /^\| {2}\| against \|.*\n(\|.*\n)*/m;

/** README.md with the figures as the pages have them. */
export const withFigures = (text) =>
  text.replace(figureTable, () => `${rows(readFigures(), 'docs/')}\n`);

/** How often a page says that a target was reached, or missed. */
const count = (text, reached) =>
  text.match(new RegExp(`: ${mark(reached)}\\b`, 'g'))?.length ?? 0;

function pages() {
  return table(
    ['page', 'targets reached', 'missed', 'where and when'],
    benches.map((bench) => {
      const text = pageOf(bench);
      const [, title] = /^# (.*)$/m.exec(text);
      const [, conditions] = /^Written by `.*?`: (.*)\.$/m.exec(text);
      return [
        `[${title}](bench-${bench}.md)`,
        ...[true, false].map((reached) => count(text, reached)),
        conditions,
      ];
    }),
  );
}

export const page = () => `# Benchmarks

Written by \`npm run bench\`, which runs all of them and takes an hour; \`npm run bench -- fork elf\` runs some. Each has a page with all figures, their spread, how they were taken, and targets, of which those that were missed are told as well.

What is compared was measured in turns, in random order, in the same run, so that whatever else the machine does hits all alike. A ratio is the median of the ratios of neighbours in time. Absolute times are those of one machine on one day.

![How many times as good as what it is compared with](benchmarks.svg)

${rows(readFigures(), '')}

${pages()}
`;

export function chart() {
  const figures = readFigures().sort((a, b) => a.better - b.better);
  const plain = (text) => text.replaceAll('`', '');
  const drawing = init(null, null, {
    ...{ renderer: 'svg', ssr: true, width: 900, height: 560 },
  });
  drawing.setOption({
    animation: false,
    backgroundColor: '#fff',
    title: {
      ...{ left: 'center', top: 12 },
      text: 'How many times as good as what it is compared with',
    },
    grid: { left: 400, right: 60, top: 60, bottom: 40 },
    xAxis: { type: 'log', min: 0.1, max: 100 },
    yAxis: {
      type: 'category',
      data: figures.map(({ what, to }) => `${plain(what)}\nto ${plain(to)}`),
      axisLabel: { interval: 0, fontSize: 11 },
      axisLine: { onZero: false },
    },
    series: {
      type: 'bar',
      data: figures.map(({ better }) => ({
        value: Number(better.toPrecision(3)),
        itemStyle: { color: better >= 1 ? '#2a9657' : '#d2691e' },
      })),
      label: { show: true, position: 'right' },
    },
  });
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return `${svg}\n`;
}

export function write() {
  writeFileSync(path.join(docs, 'benchmarks.md'), page());
  writeFileSync(path.join(docs, 'benchmarks.svg'), chart());
  writeFileSync(readme, withFigures(readFileSync(readme, 'utf8')));
}

if (process.argv[1] === import.meta.filename) write();
