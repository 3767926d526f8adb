// The processes of a run over time: one lane for each, from top to bottom, and
// what goes from one to another between them.

import type { History, Process } from '../record/history.js';
import { period } from '../record/sampler.js';
import { type Html, html, px, shorten, widthOf } from './html.js';
import { stretchesOf } from './states.js';
import { type Row, type Story, storyOf } from './story.js';

const size = 12;
const left = 74; // of the times
const top = 46;
const rowHeight = 27;

type Layout = {
  x: Map<number, number>;
  ys: number[];
  /** Where a moment is. */
  y(at: number): number;
  width: number;
  height: number;
};

export function timeline(id: string, history: History): Html {
  const story = storyOf(history);
  const layout = lay(story);
  const { width, height } = layout;
  const { lanes, rows, hidden } = story;
  const title = `${id}: processes over time`;
  const desc = `${count(lanes.length, 'process')}, ${count(rows.length, 'event')} in ${time(history.milliseconds)}, from top to bottom.`;
  return html`<figure>
<div class="scroll" tabindex="0" role="region" aria-label="${title}">
<svg class="timeline" role="img" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title>
<desc id="${id}-d">${desc}</desc>
<text class="axis" x="${left - 12}" y="16" text-anchor="end">time</text>
<text class="axis" x="${left}" y="16">processes: pid, program</text>
${rows.map((row, i) => rule(row, i, layout))}
${lanes.map((lane) => bar(lane, story, layout, history))}
${rows.map((row, i) => arrow(row, i, layout))}
${lanes.map((lane) => head(lane, layout))}
${rows.map((row, i) => mark(row, i, layout))}
</svg>
</div>
<figcaption>Processes over time, in milliseconds from the start. Long waits are drawn shorter than they were. ${legend(lanes, history)}${rest(hidden, history.lost)}</figcaption>
</figure>`;
}

function rest({ processes, rows }: Story['hidden'], lost: number): string {
  const missing = [
    ...(processes > 0 ? [count(processes, 'process')] : []),
    ...(rows + lost > 0 ? [count(rows + lost, 'event')] : []),
  ];
  return missing.length > 0 ? ` Not drawn: ${missing.join(', ')}.` : '';
}

function count(number: number, thing: string): string {
  if (number === 1) return `1 ${thing}`;
  return `${number} ${thing}${thing.endsWith('s') ? 'es' : 's'}`;
}

/** As wide as what is written in each lane, as high as what happens. */
function lay({ lanes, rows }: Story): Layout {
  const x = new Map<number, number>();
  let at = left + 8;
  for (const { pid, name } of lanes) {
    x.set(pid, at);
    const labels = rows.filter((row) => row.pid === pid).map(text);
    const widths = [...labels, `${pid} ${name}`].map((it) => widthOf(it, size));
    at += Math.max(64, ...widths) + 26;
  }
  const ys: number[] = [];
  let y = top;
  for (const [i, row] of rows.entries()) {
    const gap = row.at - (rows[i - 1]?.at ?? row.at);
    // Ten times as long is a little further.
    y += (i > 0 ? rowHeight : 0) + 9 * Math.log10(1 + gap);
    ys.push(y);
  }
  const points = rows.map((row, i) => [row.at, ys[i] as number] as const);
  const height = y + 34;
  return {
    x,
    ys,
    width: Math.max(at, 280),
    height,
    y: between(points, height - 12),
  };
}

/** Between two rows time passes evenly. */
function between(
  points: (readonly [at: number, y: number])[],
  end: number,
): (at: number) => number {
  return (at) => {
    const after = points.findIndex((point) => point[0] >= at);
    if (after === 0) return points[0]?.[1] ?? end;
    const [a, y] = points.at(after < 0 ? -1 : after - 1) ?? [0, top];
    const [b, z] = points[after] ?? [Infinity, end];
    return b === Infinity ? end : y + ((at - a) / (b - a)) * (z - y);
  };
}

const text = ({ label }: Row) => shorten(label, 40);

function time(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 1000 ? 1 : 0)} ms`;
}

function rule(row: Row, i: number, { ys, width }: Layout): Html {
  const y = px(ys[i] as number);
  return html`<path class="rule" d="M${left} ${y}H${px(width)}"/><text class="time" x="${left - 12}" y="${y + 4}" text-anchor="end">${time(row.at)}</text>
`;
}

const words: Record<string, string> = {
  ...{ R: 'running', S: 'sleeping', D: 'in uninterruptible sleep' },
  ...{ T: 'stopped', t: 'traced', Z: 'zombie' },
  '?': 'alive',
};

function bar(
  lane: Process,
  { rows }: Story,
  { x, y }: Layout,
  history: History,
): Html {
  const at = x.get(lane.pid) as number;
  return html`${stretchesOf(lane, history).map(({ from, to, state }) => {
    const [a, b] = [y(from), y(to)];
    const wide = state === 'Z' ? 3 : 4;
    return html`<rect class="state ${classOf(state)}" x="${px(at - wide)}" y="${px(a)}" width="${2 * wide}" height="${px(Math.max(b - a, 1))}"><title>${lane.pid} ${lane.name}: ${words[state] ?? state}, from ${time(from)}${to < Infinity ? ` to ${time(to)}` : ''}</title></rect>`;
  })}${rows
    .filter((row) => row.pid === lane.pid && row.since !== undefined)
    .map(
      (row) =>
        html`<path class="waits" d="M${px(at)} ${px(y(row.since as number))}V${px(y(row.at))}"/>`,
    )}
`;
}

function head({ pid, name, begins }: Process, { x, y }: Layout): Html {
  const at = x.get(pid) as number;
  return html`<text class="head" x="${px(at - 4)}" y="${px(y(begins) - 7)}"><tspan class="pid">${pid}</tspan> ${shorten(name, 16)}</text>
`;
}

/** Signals and births go to others, waits come from them. */
function arrow(row: Row, i: number, { x, ys }: Layout): Html {
  const own = x.get(row.pid) as number;
  const y = px(ys[i] as number);
  return html`${row.others.map((other) => {
    const there = x.get(other) as number;
    const [a, b] = row.kind === 'wait' ? [there, own] : [own, there];
    const side = a < b ? 1 : -1;
    const tip = b - side * 5;
    return html`<path class="arrow ${row.kind}" d="M${px(a + side * 5)} ${y}H${px(tip)}M${px(tip - side * 5)} ${y - 3}L${px(tip)} ${y}L${px(tip - side * 5)} ${y + 3}"/>
`;
  })}`;
}

function mark(row: Row, i: number, { x, ys }: Layout): Html {
  if (row.kind === 'start') return html``;
  const at = x.get(row.pid) as number;
  const y = ys[i] as number;
  return html`${shape(row.kind, px(at), px(y))}<text class="label ${row.kind}" x="${px(at + 9)}" y="${px(y - 5)}">${text(row)}</text>
`;
}

function shape(kind: Row['kind'], x: number, y: number): Html {
  if (kind === 'exec')
    return html`<path class="mark exec" d="M${x} ${y - 6}l6 6l-6 6l-6 -6z"/>`;
  if (kind === 'exit')
    return html`<path class="mark exit" d="M${x - 5} ${y - 5}h10v10h-10z"/>`;
  if (kind === 'failed')
    return html`<path class="mark failed" d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8"/>`;
  return html`<circle class="mark ${kind}" cx="${x}" cy="${y}" r="${kind === 'stop' ? 3 : 4}"/>`;
}

const classOf = (state: string) => (state === '?' ? 'alive' : state);

function legend(lanes: Process[], history: History): Html {
  const states = new Set(
    lanes.flatMap((lane) => stretchesOf(lane, history).map((it) => it.state)),
  );
  return html`<span class="legend">${[...states]
    .filter((state) => state !== '?')
    .sort()
    .map(
      (state) =>
        html`<span class="key"><i class="state ${state}"></i>${state} ${words[state] ?? ''}</span> `,
    )}<span class="key"><i class="state alive"></i>not looked at</span></span> /proc was looked at every ${period} ms.`;
}
