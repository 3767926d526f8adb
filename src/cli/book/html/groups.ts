// Sessions and process groups of a run at its telling moments, with the
// foreground group of each terminal.

import type { History } from '../record/history.js';
import type { Sight } from '../record/sampler.js';
import { type Html, html, px, shorten } from './html.js';

type Member = Sight & { pid: number };

/** What /proc showed from `at` on, for so many milliseconds. */
type Frame = { at: number; lasts: number; members: Member[] };

const width = 300;
const most = 6;

export function groups(id: string, history: History): Html[] {
  return framesOf(history).map((frame, i) => draw(`${id}-g${i}`, frame));
}

/** The longest of different ones, in the order of their times. */
function framesOf({ processes, milliseconds }: History): Frame[] {
  const times = new Set(
    processes.flatMap(({ sights, gone }) => [
      ...sights.map(({ at }) => at),
      gone,
    ]),
  );
  const moments = [...times].sort((a, b) => a - b);
  const frames = new Map<string, Frame>();
  for (const [i, at] of moments.entries()) {
    const members = processes.flatMap(({ pid, gone, sights }) => {
      const last = sights.filter((sight) => sight.at <= at).at(-1);
      return last && last.state !== 'Z' && at < gone ? [{ ...last, pid }] : [];
    });
    if (members.length === 0) continue;
    const key = JSON.stringify(
      members.map(({ pid, group, session, foreground, name }) => [
        ...[pid, group, session, foreground, name],
      ]),
    );
    const lasts = (moments[i + 1] ?? milliseconds) - at;
    const known = frames.get(key);
    if (known) known.lasts += lasts;
    else frames.set(key, { at, lasts, members });
  }
  return [...frames.values()]
    .sort((a, b) => b.lasts - a.lasts)
    .slice(0, most)
    .sort((a, b) => a.at - b.at);
}

/** In the order in which they come. */
function groupBy<T>(all: T[], key: (one: T) => number): [number, T[]][] {
  const groups = new Map<number, T[]>();
  for (const one of all)
    groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups];
}

const line = 19;

function draw(id: string, { at, lasts, members }: Frame): Html {
  let y = 0;
  const boxes: Html[] = [];
  for (const [session, ofSession] of groupBy(members, (it) => it.session)) {
    const top = y;
    y += 26;
    const inner: Html[] = [];
    for (const [group, ofGroup] of groupBy(ofSession, (it) => it.group)) {
      const front = ofGroup.some((it) => it.foreground === group);
      const height = 26 + ofGroup.length * line;
      inner.push(html`<rect class="group${front ? ' front' : ''}" x="12" y="${y}" width="${width - 24}" height="${height}" rx="6"/><text class="label" x="22" y="${y + 17}">group ${group}${front ? ', foreground' : ''}</text>
${ofGroup.map(
  (
    { pid, name, state },
    i,
  ) => html`<text class="member" x="32" y="${y + 17 + (i + 1) * line}"><tspan class="pid">${pid}</tspan> ${shorten(name, 16)} <tspan class="dim">${state}${marks(pid, group, session)}</tspan></text>
`,
)}`);
      y += height + 8;
    }
    const terminal = ofSession.find((it) => it.terminal > 0)?.terminal;
    boxes.push(html`<rect class="session" x="1" y="${top + 1}" width="${width - 2}" height="${y - top}" rx="8"/><text class="head" x="12" y="${top + 18}">session ${session} · ${terminal ? terminalName(terminal) : 'no terminal'}</text>
${inner}`);
    y += 10;
  }
  const title = `Sessions and groups ${at.toFixed(0)} ms after the start`;
  const desc = members
    .map(
      (it) => `${it.pid} ${it.name}: group ${it.group}, session ${it.session}`,
    )
    .join('; ');
  return html`<figure class="part">
<div class="scroll" tabindex="0" role="region" aria-label="${title}">
<svg class="groups" role="img" width="${width}" height="${px(y)}" viewBox="0 0 ${width} ${px(y)}" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title>
<desc id="${id}-d">${desc}</desc>
${boxes}
</svg>
</div>
<figcaption>From ${at.toFixed(0)} ms on, for ${lasts.toFixed(0)} ms</figcaption>
</figure>`;
}

function marks(pid: number, group: number, session: number): string {
  if (pid === session) return ', leads the session';
  return pid === group ? ', leads the group' : '';
}

/** As ps names it: what /dev/pts has, major numbers from 136 on. */
function terminalName(number: number): string {
  const major = (number >> 8) & 0xfff;
  const minor = (number & 0xff) | ((number >> 12) & 0xfff00);
  return major >= 136 && major <= 143
    ? `pts/${(major - 136) * 256 + minor}`
    : `terminal ${major}:${minor}`;
}
