// The figures of bench/prefork.mjs as Markdown, and the chart.

import { conditions, mark, ratios, table } from '../report.mjs';

// Of what a worker of cluster takes, in percent.
const limits = {
  100: { collected: [40, 25] },
  500: { served: [20], collected: [28, 15] },
};
const sooner = 20;
const speed = 0.97;

const moments = {
  started: 'when all have started',
  served: 'after the requests',
  collected: 'after a full garbage collection in each',
};

const number = (value, digits) =>
  value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
const range = ({ median, min, max }, digits = 0) =>
  `${number(median, digits)} (${number(min, digits)}–${number(max, digits)})`;

const inMs = (figures) =>
  Object.fromEntries(
    Object.entries(figures).map(([name, ns]) => [name, ns / 1e6]),
  );

function aims(limits, percent) {
  const [required, aim] = limits ?? [];
  return [
    required && `≤ ${required} %: ${mark(percent <= required)}`,
    aim && `aim ${aim} %: ${mark(percent <= aim)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

const memory = ({ megabytes, moments: all }) =>
  table(
    ['MB', 'prefork()', 'cluster', 'child_process.fork()', 'of cluster', ''],
    all.map(({ moment, worker, ratio }) => [
      moments[moment],
      ...Object.values(worker).map((figures) => range(figures)),
      `**${number(ratio.median * 100, 1)} %**`,
      aims(limits[megabytes][moment], ratio.median * 100),
    ]),
  );

/** Of all processes of a server at the end, by worker. */
const whole = ({ megabytes, moments: all }) => {
  const { 'prefork()': own, cluster } = all.at(-1).all;
  return `${number(own.median, 0)} MB to ${number(cluster.median, 0)} of cluster at ${megabytes} MB`;
};

const starts = ({ figures, ratios }) =>
  table(
    ['', 'ms', 'prefork() is sooner by', '', 'n'],
    Object.entries(figures).map(([kind, ns]) => {
      const times = ratios[kind] && 1 / ratios[kind].median;
      return [
        kind,
        range(inMs(ns)),
        times ? `**${number(times, 1)}**` : '',
        times ? `aim ${sooner}: ${mark(times >= sooner)}` : '',
        ns.n,
      ];
    }),
  );

const rates = ({ figures, ratios: to }) =>
  table(
    ['', 'requests/s', 'prefork() to it', '', 'n'],
    Object.entries(figures).map(([kind, rate]) => [
      kind,
      range(rate),
      to[kind] ? ratios(to[kind], 2) : '',
      to[kind] ? `aim ≥ ${speed}: ${mark(to[kind].median >= speed)}` : '',
      rate.n,
    ]),
  );

export function markdown(report) {
  const { machine, load, workers, requests, idle, memories } = report;
  return `# What the workers of prefork() cost

Written by \`npm run bench:prefork -- --write\`: ${conditions(machine, load)}

The same application in ${workers} workers of each kind: 20 MB of modules, a heap that was warmed up with objects, and pages of ten of these as JSON. A worker of cluster or child_process.fork() loads it itself. The kinds were measured in turns, in random order; medians (least–greatest).

## Memory

PSS of a worker in MB, the mean of all ${workers}: what it has alone, and its part of what it shares. ${number(requests, 0)} requests for each on average, ${number(memories[0].least, 0)} at least, from fifty clients that come anew after fifty requests.

With a heap of 100 MB:

${memory(memories[0])}

With a heap of 500 MB:

${memory(memories[1])}

In the end, the master and the mold shared out among the workers: ${memories.map(whole).join(', ')}.

![PSS of a worker by requests, of the three kinds](prefork-memory.svg)

## Until the first response

Of one more worker, at a heap of 100 MB, from the call that starts it on: SIGTTIN, \`cluster.fork()\` and \`child_process.fork()\`.

${starts(report.start)}

## Requests per second

Of ${workers} workers, at a heap of 100 MB; fifty keep-alive clients in one other process, on the same processors.

${rates(report.throughput)}

## Idle

System calls per second, as strace(1) sees them: ${number(idle.master, 1)} of the master, ${number(idle.worker, 1)} of a worker.
`;
}

export const chart = ({ memories }, kinds) => ({
  title: 'What a worker takes, at a warmed heap of 100 MB',
  x: 'requests it has answered',
  y: 'PSS, MB',
  lines: kinds.map((name, i) => ({ name, points: memories[0].curves[i] })),
});
