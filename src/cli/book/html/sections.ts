// The sections of a program's file against the mappings of its process.

import { basename } from 'node:path';
import type { History } from '../record/history.js';
import type { Memory, ProgramSection } from '../record/memory.js';
import { type Html, html, px, shorten } from './html.js';
import { sizeOf } from './memory.js';

const width = 640;
const row = 20;
const file = { x: 130, width: 170 };
const memory = { x: 400, width: 150 };

export function sections(id: string, { memories }: History): Html[] {
  return memories
    .filter((it) => it.sections.length > 0)
    .slice(0, 3)
    .map((it, i) => draw(`${id}-s${i}`, it));
}

type Placed<T> = { it: T; y: number; height: number };

/** Rows one below the other; a mapping is as high as what is in it. */
function draw(id: string, process: Memory): Html {
  const own = process.mappings.filter(
    ({ path }) => path.replace(' (deleted)', '') === process.exe,
  );
  const bias = process.type === 'EXEC' ? 0n : (own[0]?.start ?? 0n);
  const end = own.at(-1)?.end ?? 0n;
  // What the file does not fill comes right after it.
  const mapped = process.mappings.filter(
    (it) =>
      own.includes(it) ||
      (it.path === '' && it.start === end) ||
      it.path === '[heap]',
  );
  const inMemory = [...process.sections].sort((a, b) =>
    a.addr < b.addr ? -1 : 1,
  );
  const holds = (it: (typeof mapped)[number], { addr }: ProgramSection) =>
    it.start <= addr + bias && addr + bias < it.end;
  let y = 44;
  const left: Placed<ProgramSection>[] = inMemory.map((it, i) => ({
    it,
    y: 44 + i * row,
    height: row,
  }));
  const right = mapped.map((it) => {
    const count = inMemory.filter((section) => holds(it, section)).length;
    const height = Math.max(count * row, 34);
    const placed = { it, y, height };
    y += height + 8;
    return placed;
  });
  const height = Math.max(y, 44 + left.length * row) + 8;
  const name = basename(process.exe);
  const title = `Sections of ${name} in the memory of ${process.pid}`;
  const desc = `${left.length} sections of the file, and the ${right.length} mappings of the process that hold them.`;
  return html`<figure>
<div class="scroll" tabindex="0" role="region" aria-label="${title}">
<svg class="sections" role="img" width="${width}" height="${px(height)}" viewBox="0 0 ${width} ${px(height)}" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title>
<desc id="${id}-d">${desc}</desc>
<text class="axis" x="${file.x - 8}" y="34" text-anchor="end">offset in the file</text>
<text class="head" x="${file.x}" y="16">${shorten(name, 24)}</text>
<text class="axis" x="${file.x}" y="34">section, size</text>
<text class="head" x="${memory.x}" y="16">process ${process.pid}</text>
<text class="axis" x="${memory.x}" y="34">mapping</text>
<text class="axis" x="${width}" y="34" text-anchor="end">address</text>
${left.map((section) => {
  const target = right.find(({ it }) => holds(it, section.it));
  return target
    ? link(section, target, target.it.start, target.it.end, bias)
    : undefined;
})}
${left.map((section) => sectionBox(section))}
${right.map(
  ({
    it,
    y,
    height,
  }) => html`<rect class="block ${kindOf(it.perms, it.path)}" x="${memory.x}" y="${y}" width="${memory.width}" height="${height}"/><text class="label" x="${memory.x + 8}" y="${px(y + height / 2 + 4)}">${it.perms} ${it.path === '[heap]' ? 'heap' : it.path ? '' : 'anonymous'} ${sizeOf(it.end - it.start)}</text><text class="address" x="${width}" y="${y + 12}" text-anchor="end">${it.start.toString(16)}</text>
`,
)}
</svg>
</div>
<figcaption>The sections of ${process.exe} (${process.type}) that are in memory, and the mappings of process ${process.pid} that hold them. ${process.type === 'EXEC' ? 'They lie where the file says.' : `It was moved by 0x${bias.toString(16)}.`}</figcaption>
</figure>`;
}

function sectionBox({ it, y }: Placed<ProgramSection>): Html {
  const kind = kindOf(
    it.flags.includes('X') ? 'x' : it.flags.includes('W') ? 'w' : 'r',
    '/',
  );
  return html`<rect class="block ${kind}" x="${file.x}" y="${y}" width="${file.width}" height="${row - 2}"/><text class="label" x="${file.x + 8}" y="${y + 13}">${shorten(it.name, 16)}</text><text class="size" x="${file.x + file.width - 6}" y="${y + 13}" text-anchor="end">${sizeOf(it.size)}</text><text class="address" x="${file.x - 8}" y="${y + 13}" text-anchor="end">${it.type === 'NOBITS' ? 'not there' : it.offset.toString(16)}</text>
`;
}

function link(
  section: Placed<ProgramSection>,
  target: Placed<{ start: bigint; end: bigint }>,
  start: bigint,
  end: bigint,
  bias: bigint,
): Html {
  const within = (address: bigint) =>
    target.y + (Number(address - start) / Number(end - start)) * target.height;
  const from = section.y + row / 2 - 1;
  const at = within(section.it.addr + bias);
  const x1 = file.x + file.width;
  const bend = (memory.x - x1) / 2;
  return html`<path class="link" d="M${x1} ${px(from)}c${bend} 0 ${bend} ${px(at - from)} ${2 * bend} ${px(at - from)}"/>`;
}

function kindOf(perms: string, path: string): string {
  if (path === '[heap]') return 'heap';
  if (path === '') return 'other';
  if (perms.includes('x')) return 'code';
  return perms.includes('w') ? 'data' : 'constants';
}
