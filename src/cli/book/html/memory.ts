// The memory map of processes, by what it is for: lowest addresses first, as in
// /proc/PID/maps.

import { basename } from 'node:path';
import type { History } from '../record/history.js';
import type { Memory } from '../record/memory.js';
import { type Html, html, px, shorten } from './html.js';

export type Block = {
  kind:
    | 'code'
    | 'data'
    | 'constants'
    | 'heap'
    | 'stack'
    | 'library'
    | 'kernel'
    | 'other';
  label: string;
  start: bigint;
  end: bigint;
  /** Without what lies free between its mappings. */
  bytes: bigint;
  mappings: number;
  perms: Set<string>;
};

const width = 340;
const most = 48;

export function memoryMaps(id: string, { memories }: History): Html[] {
  return memories
    .slice(0, 4)
    .map((memory, i) => memoryMap(`${id}-m${i}`, memory));
}

function memoryMap(id: string, memory: Memory): Html {
  const blocks = blocksOf(memory);
  const shown = blocks.slice(0, most);
  let y = 24;
  const placed = shown.map((block, i) => {
    const before = shown[i - 1];
    const free = before ? block.start - before.end : 0n;
    if (free > 0n) y += 16;
    const height = heightOf(block);
    const at = y;
    y += height;
    return { block, at, height, free };
  });
  const height = y + 6;
  const title = `Memory of ${memory.pid}, ${basename(memory.exe)}`;
  const desc = `${memory.mappings.length} mappings, ${blocks.length} parts from low to high addresses: ${[...new Set(blocks.map(({ kind }) => names[kind]))].join(', ')}.`;
  return html`<figure class="part">
<div class="scroll" tabindex="0" role="region" aria-label="${title}">
<svg class="memory" role="img" width="${width}" height="${px(height)}" viewBox="0 0 ${width} ${px(height)}" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title>
<desc id="${id}-d">${desc}</desc>
<text class="axis" x="0" y="14">address (hexadecimal)</text>
${placed.map(
  ({
    block,
    at,
    height,
    free,
  }) => html`${free > 0n ? html`<text class="free" x="135" y="${px(at - 4)}">⋮ ${sizeOf(free)} free</text>` : undefined}${drawn(block, at, height)}
`,
)}
</svg>
</div>
<figcaption>Process ${memory.pid}, ${shorten(memory.exe, 60)} (${memory.type}), ${memory.at.toFixed(1)} ms after the start. Heights grow with the size, but slower.${blocks.length > most ? ` ${blocks.length - most} more parts are not drawn.` : ''}</figcaption>
</figure>`;
}

const heightOf = ({ bytes }: Block) =>
  18 + 3 * Math.max(0, Math.log2(Number(bytes) / 4096) - 4);

function drawn(block: Block, y: number, height: number): Html {
  const { kind, start, end, bytes, perms, mappings } = block;
  const label =
    mappings > 1
      ? `${shorten(block.label, 14)} ×${mappings}`
      : shorten(block.label, 19);
  const address = start.toString(16);
  const middle = px(y + height / 2 + 4);
  return html`<text class="address" x="122" y="${px(y + 12)}" text-anchor="end">${address}</text>
<rect class="block ${kind}" x="128" y="${px(y)}" width="${width - 130}" height="${px(height)}"><title>${address} to ${end.toString(16)}</title></rect>
<text class="label" x="135" y="${middle}">${label}</text><text class="size" x="${width - 8}" y="${middle}" text-anchor="end">${[...perms].length === 1 ? `${[...perms][0]} ` : ''}${sizeOf(bytes)}</text>`;
}

const names: Record<Block['kind'], string> = {
  code: 'code',
  data: 'data',
  constants: 'constants',
  heap: 'heap',
  stack: 'stack',
  library: 'libraries',
  kernel: 'pages of the kernel',
  other: 'anonymous memory',
};

export function sizeOf(bytes: bigint): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
  let size = Number(bytes);
  let unit = 0;
  for (; size >= 1024; unit++) size /= 1024;
  return `${size < 10 && unit > 0 ? size.toFixed(1) : size.toFixed(0)} ${units[unit]}`;
}

/** Neighbours that are for the same thing are one. */
function blocksOf({ mappings, exe }: Memory): Block[] {
  const blocks: Block[] = [];
  for (const { start, end, perms, path } of mappings) {
    const kind = kindOf(path, perms, exe);
    const label = labelOf(kind, path);
    const last = blocks.at(-1);
    if (last?.kind === kind && last.label === label) {
      last.end = end;
      last.bytes += end - start;
      last.mappings++;
      last.perms.add(perms);
    } else {
      blocks.push({
        ...{ kind, label, start, end, bytes: end - start, mappings: 1 },
        perms: new Set([perms]),
      });
    }
  }
  return blocks;
}

function kindOf(path: string, perms: string, exe: string): Block['kind'] {
  if (path === exe || path === `${exe} (deleted)`) {
    if (perms.includes('x')) return 'code';
    return perms.includes('w') ? 'data' : 'constants';
  }
  if (path === '[heap]') return 'heap';
  if (path === '[stack]') return 'stack';
  if (path.startsWith('[v')) return 'kernel';
  return path.startsWith('/') ? 'library' : 'other';
}

function labelOf(kind: Block['kind'], path: string): string {
  if (kind === 'library') return basename(path);
  if (kind === 'kernel') return path;
  return kind === 'other' ? 'anonymous' : names[kind];
}
