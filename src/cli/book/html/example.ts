// One example in the report: what it is, its program, what came of it.

import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Judgement } from '../judge.js';
import type { Chart, Page, Run } from '../page.js';
import type { History } from '../record/history.js';
import { groups } from './groups.js';
import { Html, html } from './html.js';
import { memoryMaps } from './memory.js';
import { sections } from './sections.js';
import { highlight } from './source.js';
import { timeline } from './timeline.js';

/** What the report tells of a run. */
export type Told = {
  page: Page;
  program: string;
  run: Run;
  judgements: Judgement[];
  history: History;
  chart?: Chart & { svg: string };
};

export const verdicts = (judgements: Judgement[]) => ({
  held: judgements.filter(({ holds }) => holds === true).length,
  failed: judgements.filter(({ holds }) => holds === false).length,
  unknown: judgements.filter(({ holds }) => holds === null).length,
});

export function example(told: Told): Html {
  const { page, run, program, judgements } = told;
  const { id, title, source } = page;
  return html`<section id="${id}" aria-labelledby="${id}-h">
<h2 id="${id}-h"><a href="#${id}">${id}</a> ${title}</h2>
<p class="source">${source}</p>
<ul class="claims">
${judgements.map(claim)}</ul>
${pictures(told)}
<div class="pair">
<div><h3>Program <small>${basename(sourceOf(program))}</small></h3>
<pre class="code" tabindex="0" aria-label="Program of ${id}"><code>${new Html(highlight(readFileSync(sourceOf(program), 'utf8')))}</code></pre></div>
<div><h3>Output <small>${outcome(run)}</small></h3>
<pre class="output" tabindex="0" aria-label="Output of ${id}"${run.language === 'en' ? undefined : html` lang="${run.language}"`}>${run.lines.join('\n')}</pre>
${run.stderr ? html`<h3>Standard error</h3><pre class="output" tabindex="0">${run.stderr}</pre>` : undefined}</div>
</div>
</section>
`;
}

/** What the program was written in, where that is at hand. */
function sourceOf(program: string): string {
  const written = program.replace(/\.js$/, '.ts');
  return existsSync(written) ? written : program;
}

function outcome({ code, signal, milliseconds }: Run): string {
  const how = signal ? `killed by ${signal}` : `exit ${code}`;
  return `${how} after ${milliseconds.toFixed(0)} ms`;
}

const marks = new Map([
  [true, ['held', '✓', 'holds']],
  [false, ['failed', '✗', 'does not hold']],
  [null, ['unknown', '?', 'cannot be told here']],
]);

function claim({ claim, holds, found }: Judgement): Html {
  const [name = '', mark, words] = marks.get(holds) ?? [];
  return html`<li class="${name}"><span class="verdict" role="img" aria-label="${words}">${mark}</span> <span>${claim}${found ? html`<br><span class="found">→ ${found}</span>` : undefined}</span></li>
`;
}

const special = {
  memory: {
    draw: memoryMaps,
    note: 'What was mapped, lowest addresses first, before a process became another program or was ended.',
  },
  sections: { draw: sections, note: '' },
  groups: {
    draw: groups,
    note: 'Sessions, their process groups and the foreground group of the terminal, as /proc showed them.',
  },
};

function pictures({ page, history, chart }: Told): Html {
  const { id, picture } = page;
  return html`${chart && chartOf(id, chart)}${
    picture &&
    html`<p class="note">${special[picture].note}</p>
<div class="parts">${special[picture].draw(id, history)}</div>`
  }
${timeline(id, history)}`;
}

function chartOf(id: string, chart: NonNullable<Told['chart']>): Html {
  const { title, x, y, lines, svg } = chart;
  const names = lines.map(({ name }) => name).join(', ');
  const words = html` role="img" aria-labelledby="${id}-ct ${id}-cd">
<title id="${id}-ct">${title}</title>
<desc id="${id}-cd">${y}, by ${x}: ${names}</desc>`;
  // The words of a picture come right after its first tag.
  const told = new Html(svg.replace('>', () => words.text));
  return html`<figure class="chart">
<div class="scroll" tabindex="0" role="region" aria-label="${title}">
${told}</div>
</figure>`;
}
