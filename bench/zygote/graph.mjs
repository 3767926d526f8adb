// What a program has loaded before it can begin: modules, and a heap.

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const modules = 200;
const functionsEach = 330; // about 100 KB

function source(module) {
  const names = Array.from({ length: functionsEach }, (_, i) => `f${i}`);
  const functions = names.map(
    (name, i) => `
function ${name}(input, options = { deep: ${i % 2 === 0} }) {
  const found = [];
  for (const [key, value] of Object.entries(input ?? {})) {
    if (options.deep && typeof value === 'object') found.push(...${name}(value, options));
    else found.push('module ${module}, function ${i}: ' + key);
  }
  return found;
}`,
  );
  return `${functions.join('\n')}\nmodule.exports = { ${names.join(', ')} };\n`;
}

/** Writes 20 MB of modules; returns how much it is. */
export function writeModules(folder) {
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  for (let i = 0; i < modules; i++) {
    const text = source(i);
    bytes += text.length;
    writeFileSync(path.join(folder, `m${i}.cjs`), text);
  }
  return bytes;
}

const heap = () => process.memoryUsage().heapUsed;

function objects(count) {
  const list = [];
  for (let id = 0; id < count; id++)
    list.push({ id, name: `object ${id}`, place: { x: id, y: -id } });
  return list;
}

/** Loads them, and makes `megabytes` of objects. */
export function load(folder, megabytes) {
  const require = createRequire(import.meta.url);
  const loaded = Array.from({ length: modules }, (_, i) =>
    require(path.join(folder, `m${i}.cjs`)),
  );
  const kept = [];
  const enough = heap() + megabytes * 2 ** 20;
  while (heap() < enough) kept.push(objects(20_000));
  return { loaded, kept };
}

/** Uses a little of it. */
export const job = ({ loaded }, n) => loaded[n].f0({ n })[0];
