// The report: one page that needs nothing else, neither files nor a network.

import { arch, release, type } from 'node:os';
import { glibcVersion } from '../../glibc.js';
import { example, type Told, verdicts } from './example.js';
import { type Html, html } from './html.js';
import { style } from './style.js';

const titleOf = 'The book of posix-proc';

export function report(told: Told[], began: Date): string {
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titleOf}</title>
<link rel="icon" href="data:,">
<style>
${style}</style>
</head>
<body>
<header>
<h1>${titleOf}</h1>
<p>Examples of the Unix process model, run on real processes from TypeScript. Everything here is from one run: the output, whether the claims of the book held, and the pictures, which are drawn from what the processes really did.</p>
${facts(told, began)}
</header>
<main>
${contents(told)}
${told.map(example)}</main>
</body>
</html>
`;
  return text;
}

function facts(told: Told[], began: Date): Html {
  const all = verdicts(told.flatMap(({ judgements }) => judgements));
  const glibc = glibcVersion();
  const processes = told.reduce(
    (sum, { history }) => sum + history.processes.length,
    0,
  );
  const rows: [string, string][] = [
    ['Examples', `${told.length}`],
    [
      'Claims',
      `${all.held} ✓ held, ${all.failed} ✗ did not, ${all.unknown} ? this system cannot tell`,
    ],
    ['Processes', `${processes}`],
    ['Node', process.versions.node],
    ['Kernel', `${type()} ${release()}, ${arch()}`],
    ['C library', glibc ? `glibc ${glibc}` : 'not glibc'],
    ['Run', `${began.toISOString().slice(0, 19).replace('T', ' ')} UTC`],
  ];
  return html`<dl>
${rows.map(
  ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>
`,
)}</dl>`;
}

function contents(told: Told[]): Html {
  return html`<nav aria-label="Examples">
<div class="scroll">
<table>
<thead><tr><th scope="col">Example</th><th scope="col">Title</th><th scope="col" class="number">✓</th><th scope="col" class="number">✗</th><th scope="col" class="number">?</th><th scope="col" class="number">Processes</th><th scope="col" class="number">Time (ms)</th></tr></thead>
<tbody>
${told.map(line)}</tbody>
</table>
</div>
</nav>`;
}

function line({ page, judgements, history, run }: Told): Html {
  const { held, failed, unknown } = verdicts(judgements);
  const numbers = [held, failed, unknown].map((it) => (it ? `${it}` : ''));
  const cells = [
    ...numbers,
    history.processes.length,
    run.milliseconds.toFixed(0),
  ];
  return html`<tr class="${failed ? 'failed' : 'held'}"><td><a href="#${page.id}">${page.id}</a></td><td>${page.title}</td>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>
`;
}
