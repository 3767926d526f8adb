// Sessions and process groups of a run at its telling moments, with the
// foreground group of each terminal.

import { ttyName } from '../../tty.js';
import type { History } from '../record/history.js';
import type { Sight } from '../record/sampler.js';
import { type Html, html, shorten, widthOf } from './html.js';

type Member = Sight & { pid: number };

/** What /proc showed from `at` on, for so many milliseconds. */
type Frame = { at: number; lasts: number; members: Member[] };

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

type Box = { box: Html; height: number };

function draw(id: string, { at, lasts, members }: Frame): Html {
  const widest = Math.max(
    ...members.map((it) => widthOf(wordsOf(it).join(' '))),
  );
  const width = Math.ceil(Math.max(260, widest) + 60);
  let y = 0;
  const boxes: Html[] = [];
  for (const [session, ofIt] of groupBy(members, (it) => it.session)) {
    const { box, height } = drawSession(session, ofIt, y, width);
    boxes.push(box);
    y += height + 10;
  }
  const title = `Sessions and groups ${at.toFixed(0)} ms after the start`;
  const desc = members
    .map(
      (it) => `${it.pid} ${it.name}: group ${it.group}, session ${it.session}`,
    )
    .join('; ');
  return html`<figure class="part">
<div class="scroll" tabindex="0" role="region" aria-label="${title}">
<svg class="groups" role="img" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title>
<desc id="${id}-d">${desc}</desc>
${boxes}</svg>
</div>
<figcaption>From ${at.toFixed(0)} ms on, for ${lasts.toFixed(0)} ms</figcaption>
</figure>`;
}

function drawSession(
  session: number,
  members: Member[],
  top: number,
  width: number,
): Box {
  let y = top + 26;
  const boxes: Html[] = [];
  for (const [group, ofIt] of groupBy(members, (it) => it.group)) {
    const { box, height } = drawGroup(group, ofIt, y, width);
    boxes.push(box);
    y += height + 8;
  }
  const terminal = members.find((it) => it.terminal > 0)?.terminal;
  const where = terminal ? (ttyName(terminal) ?? 'a terminal') : 'no terminal';
  const height = y - top;
  const box = html`<rect class="session" x="1" y="${top + 1}" width="${width - 2}" height="${height}" rx="8"/><text class="head" x="12" y="${top + 18}">session ${session} · ${where}</text>
${boxes}`;
  return { box, height };
}

function drawGroup(
  group: number,
  members: Member[],
  y: number,
  width: number,
): Box {
  const inFront = members.some((it) => it.foreground === group);
  const height = 26 + members.length * line;
  const box = html`<rect class="group ${inFront ? 'front' : ''}" x="12" y="${y}" width="${width - 24}" height="${height}" rx="6"/><text class="label" x="22" y="${y + 17}">group ${group}${inFront ? ', foreground' : ''}</text>
${members.map((member, i) => {
  const [pid, name, state] = wordsOf(member);
  return html`<text class="member" x="32" y="${y + 17 + (i + 1) * line}"><tspan class="pid">${pid}</tspan> ${name} <tspan class="dim">${state}</tspan></text>
`;
})}`;
  return { box, height };
}

const wordsOf = (member: Member): string[] => [
  `${member.pid}`,
  shorten(member.name, 16),
  `${member.state}${marks(member)}`,
];

function marks({ pid, group, session }: Member): string {
  if (pid === session) return ', leads the session';
  return pid === group ? ', leads the group' : '';
}
