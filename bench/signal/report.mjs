// The figures of bench/signal.mjs as Markdown.

import { conditions, mark, ratios, table } from '../report.mjs';

const us = ({ median, q1, q3 }, count = 1) =>
  [median, q1, q3].map((ns) => (ns / count / 1000).toFixed(2));
const spread = (figure, count) => {
  const [median, q1, q3] = us(figure, count);
  return `${median} (${q1}–${q3})`;
};

export function markdown({ machine, load, latency, queue, mask, ratios: all }) {
  return `# What a signal costs

Written by \`npm run bench:signal -- --write\`: ${conditions(machine, load)}

Medians with their quartiles, of programs measured in turns; a ratio is the median of the ratios of neighbours in time.

## From kill() to the handler

From before the call to the first statement of the handler, in one process and on one event loop. \`process.kill()\` does not know of our handlers: the loop runs them, as it does listeners of \`process.on()\`. Our \`kill()\` runs them before it returns.

${table(
  ['', 'µs', 'n'],
  [
    ['process.on(), sent by process.kill()', spread(latency.on), latency.on.n],
    [
      'sigaction(), sent by process.kill()',
      spread(latency.sigaction),
      latency.sigaction.n,
    ],
    ['sigaction(), sent by kill()', spread(latency.atOnce), latency.atOnce.n],
  ],
)}

sigaction() to process.on(), both sent by process.kill(): ${ratios(all.latency, 2)}; ≤ 1.3: ${mark(all.latency.median <= 1.3)}.

## 10,000 queued values

\`sigqueue()\` to a handler, or taken by \`sigwaitinfo()\`, with a check of the order; and Python, which queues as many by \`os.kill()\` and then takes them by \`signal.sigwaitinfo()\`, without values. Per signal, sending included.

${table(
  ['', 'µs', 'n'],
  [
    [
      'sigqueue() and a handler',
      spread(queue.handler, 10_000),
      queue.handler.n,
    ],
    [
      'sigqueue() and sigwaitinfo()',
      spread(queue.sigwaitinfo, 10_000),
      queue.sigwaitinfo.n,
    ],
    [
      'Python: os.kill() and sigwaitinfo()',
      spread(queue.python, 10_000),
      queue.python.n,
    ],
  ],
)}

Rate of the handler to Python's: ${ratios(all.handler, 2)}; ≥ 0.5: ${mark(all.handler.median >= 0.5)}. Of \`sigwaitinfo()\`: ${ratios(all.sigwaitinfo, 2)}.

## The process's mask

\`sigprocmask()\` on a process with ${mask.threads} threads, each of which changes its own mask: ${spread(mask.time)} µs (n = ${mask.time.n}); the first call of the process ${(mask.first / 1e6).toFixed(1)} ms.
`;
}
