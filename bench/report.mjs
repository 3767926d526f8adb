// The figures of bench/fork.mjs as Markdown, and what other reports share.

import { readFileSync } from 'node:fs';
import os from 'node:os';

const targets = { sooner: 20, speed: 0.97, spawn: 1.1 };

export function machine() {
  const hugepages = '/sys/kernel/mm/transparent_hugepage/enabled';
  return {
    cores: os.availableParallelism(),
    cpu: os.cpus()[0].model,
    memory: os.totalmem(),
    kernel: os.release(),
    glibc: process.report.getReport().header.glibcVersionRuntime,
    node: process.version,
    hugepages: /\[(\w+)\]/.exec(readFileSync(hugepages, 'utf8'))?.[1],
  };
}

/** Where and when the figures were taken. */
export const conditions = (machine, load) =>
  `Node ${machine.node.slice(1)}, Linux ${machine.kernel}, glibc ${machine.glibc}, ${machine.cores} cores (${machine.cpu}), ${Math.round(machine.memory / 2 ** 30)} GB, transparent huge pages: ${machine.hugepages}, load average ${load.map((one) => one.toFixed(1)).join(' → ')}.`;

const us = (ns, digits = 0) =>
  (ns / 1000).toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
export const times = ({ median, q1, q3, min, max }, digits = 0) => {
  const [m, low, high, least, most] = [median, q1, q3, min, max].map((ns) =>
    us(ns, digits),
  );
  return `${m} (${low}–${high}; ${least}–${most})`;
};
export const ratios = ({ median, q1, q3 }, digits) =>
  `**${median.toFixed(digits)}** (${q1.toFixed(digits)}–${q3.toFixed(digits)})`;
export const mark = (reached) => (reached ? 'reached' : 'missed');

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join(
    '\n',
  );
}

const againstBare = (figures) =>
  table(
    [
      'heap',
      'ratio',
      'target',
      'of the least',
      'fork(), µs',
      'bare clone(), µs',
      'first call, µs',
      'RSS',
      'n',
    ],
    figures.map((size) => [
      size.title,
      ratios(size.ratio, 2),
      `≤ ${size.target.toFixed(2)}: ${mark(size.ratio.median <= size.target)}`,
      (size.call.min / size.bareCall.min).toFixed(2),
      times(size.call),
      times(size.bareCall),
      us(size.firstCall),
      `${Math.round(size.rss / 2 ** 20)} MB`,
      size.ratio.n,
    ]),
  );

const firstStatements = (figures) =>
  table(
    ['heap', 'fork(), µs', 'bare clone(), µs'],
    figures.map((size) => [
      size.title,
      times(size.first),
      times(size.bareFirst),
    ]),
  );

function otherLanguages(figures) {
  const names = Object.keys(figures[0].languages);
  const both = ({ call, first }) => `${us(call.median)} (${us(first.median)})`;
  return table(
    ['memory', 'posix-proc', 'bare clone() of Node', ...names],
    figures
      .filter(({ kind }) => kind === 'objects')
      .map((size) => [
        size.title,
        both(size),
        both({ call: size.bareCall, first: size.bareFirst }),
        ...names.map((name) => both(size.languages[name])),
      ]),
  );
}

function atWork(speed, spawn) {
  // Speed is the inverse of time, and the quartiles change places.
  const { median, q1, q3 } = speed.child.ratio;
  const inverse = { median: 1 / median, q1: 1 / q3, q3: 1 / q1 };
  const spawnRow = (role, title) => [
    title,
    ratios(spawn[role].ratio, 2),
    `≤ ${targets.spawn}: ${mark(spawn[role].ratio.median <= targets.spawn)}`,
    (spawn[role].time.min / spawn.unforked.time.min).toFixed(2),
    times(spawn[role].time),
    times(spawn.unforked.time),
    spawn[role].time.n,
  ];
  return table(
    ['', 'ratio', 'target', 'of the least', 'µs', 'unforked, µs', 'n'],
    [
      [
        'speed of a forked child',
        ratios(inverse, 3),
        `≥ ${targets.speed}: ${mark(inverse.median >= targets.speed)}`,
        (speed.unforked.time.min / speed.child.time.min).toFixed(3),
        times(speed.child.time),
        times(speed.unforked.time),
        speed.child.time.n,
      ],
      spawnRow('parent', 'spawnSync after fork()'),
      spawnRow('child', 'spawnSync in a forked child'),
    ],
  );
}

export function markdown({ machine, load, figures, speed, spawn }) {
  const { sooner, childProcess } = figures[0];
  return `# What fork() costs

Written by \`npm run bench:fork -- --write\`: ${conditions(machine, load)}

Medians (quartiles; least–greatest). What is compared was measured in turns, in random order, after warm-up, so that whatever else the machine does hits all alike. A ratio is the median of the ratios of neighbours in time; beside it stands the ratio of the least times, which a busy machine disturbs less. Absolute times are those of one machine on one day.

## Against a bare clone()

How long the call takes until it returns in the parent. The bare one is clone(SIGCHLD), made by a native helper in the same process, V8's MADV_DONTFORK marks lifted outside of the timed part, so that the same pages are copied; its child ends at once. fork() returns when the child has repaired itself and said so. The first call in a process finds out what later ones know.

${againstBare(figures)}

## Until the child's first statement

From before the call to the first statement of JavaScript that the child runs; of the bare clone(), to its child's first instructions. As started, fork() is there ${ratios(sooner, 1)} times sooner than child_process.fork(), which takes ${times(childProcess)} µs. Target ≥ ${targets.sooner}: ${mark(sooner.median >= targets.sooner)}.

${firstStatements(figures)}

## Against other languages

The call until it returns in the parent and, in brackets, until the child's first statement; medians in µs. C and Python hold as much memory (45 MB in the first row) in one piece. Node's lies scattered over thousands of mappings, each with page tables of its own, which any clone() of it has to copy.

${otherLanguages(figures)}

## A child at work

Optimized code and garbage collection, in turns in a forked child and in a process that has never forked. And child_process.spawnSync('/bin/true') in processes with 350 MB of objects: after fork() in the parent, in the child, and in one that has never forked.

${atWork(speed, spawn)}
`;
}
