// The sections of a program's file against the mappings of its process.

import { basename } from 'node:path';
import type { History } from '../record/history.js';
import type { Memory, Placed } from '../record/memory.js';
import { type Html, html, px, shorten } from './html.js';
import { sizeOf } from './memory.js';

const width = 690;
const top = 46;
const line = 20;
const file = { x: 110, width: 210 };
const memory = { x: 410, width: 130 };

type Mapping = Memory['mappings'][number];

export function sections(id: string, { memories }: History): Html[] {
  return memories
    .filter(({ mappings }) => mappings.some((it) => it.sections.length > 0))
    .slice(0, 3)
    .map((it, i) => draw(`${id}-s${i}`, it));
}

/** In the order of their addresses: a mapping is as high as what is in it. */
function draw(id: string, { exe, pid, type, mappings }: Memory): Html {
  const own = mappings.filter(
    ({ path, sections }) => path === exe || sections.length > 0,
  );
  let y = top;
  const rows = own.map((mapping) => {
    const height = Math.max(mapping.sections.length, 1) * line + 12;
    const row = { mapping, y, height };
    y += height + 10;
    return row;
  });
  const name = basename(exe);
  const title = `Sections of ${name} in the memory of ${pid}`;
  const count = new Set(own.flatMap((it) => it.sections.map((at) => at.name)));
  const desc = `${count.size} sections of the file, and the ${own.length} mappings of the process that hold them.`;
  const moved = own.find(({ bias }) => bias !== null)?.bias ?? 0n;
  return html`<figure>
<div class="scroll" tabindex="0" role="region" aria-label="${title}">
<svg class="sections" role="img" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title>
<desc id="${id}-d">${desc}</desc>
<text class="axis" x="${file.x - 8}" y="36" text-anchor="end">offset (hex)</text>
<text class="head" x="${file.x}" y="18">${shorten(name, 24)}, the file</text>
<text class="axis" x="${file.x}" y="36">section and size</text>
<text class="head" x="${memory.x}" y="18">${pid}, the process</text>
<text class="axis" x="${memory.x}" y="36">mapping and size</text>
<text class="axis" x="${memory.x + memory.width + 10}" y="36">address (hex)</text>
${rows.map((row) => drawn(row))}
</svg>
</div>
<figcaption>The sections of ${exe} (${type}) that are in memory, and where they are in process ${pid}: ${moved === 0n ? 'at the addresses that the file names' : `0x${moved.toString(16)} above the addresses in the file`}.</figcaption>
</figure>`;
}

type Row = { mapping: Mapping; y: number; height: number };

function drawn({ mapping, y, height }: Row): Html {
  const { start, end, perms, path, sections } = mapping;
  const middle = px(y + height / 2 + 4);
  const what = path === '' ? 'anonymous' : perms;
  return html`${sections.map((section, i) => {
    const at = y + 6 + i * line;
    return html`${box(section, at)}${links(section, at, { mapping, y, height })}`;
  })}<rect class="block ${kindOf(perms, path)}" x="${memory.x}" y="${y}" width="${memory.width}" height="${height}"/><text class="label" x="${memory.x + 8}" y="${middle}">${what}</text><text class="size" x="${memory.x + memory.width - 8}" y="${middle}" text-anchor="end">${sizeOf(end - start)}</text><text class="address" x="${memory.x + memory.width + 10}" y="${y + 11}">${start.toString(16)}</text>
`;
}

function box(
  { name, type, flags, offset, start, end }: Placed,
  y: number,
): Html {
  const perms = flags.replace('X', 'x').replace('W', 'w');
  const inFile = type === 'NOBITS' ? 'not in it' : offset.toString(16);
  return html`<rect class="block ${kindOf(perms)}" x="${file.x}" y="${y}" width="${file.width}" height="${line - 2}"/><text class="label" x="${file.x + 8}" y="${y + 13}">${shorten(name, 18)}</text><text class="size" x="${file.x + file.width - 8}" y="${y + 13}" text-anchor="end">${sizeOf(end - start)}</text><text class="address" x="${file.x - 8}" y="${y + 13}" text-anchor="end">${inFile}</text>
`;
}

/** From the edges of a section to where they are in the mapping. */
function links({ start, end }: Placed, at: number, row: Row): Html {
  const { mapping, y, height } = row;
  const length = Number(mapping.end - mapping.start);
  const [from, to] = [start, end].map((address) =>
    px(y + (Number(address - mapping.start) / length) * height),
  );
  const [x, there] = [file.x + file.width, memory.x];
  return html`<path class="link" d="M${x} ${at}L${there} ${from}V${to}L${x} ${at + line - 2}z"/>`;
}

/** The colours are those of the memory map. */
function kindOf(perms: string, path = '/'): string {
  if (path === '') return 'other';
  if (perms.includes('x')) return 'code';
  return perms.includes('w') ? 'data' : 'constants';
}
