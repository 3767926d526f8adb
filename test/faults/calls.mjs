// Every system call of the addon, as the compiler and the sources have it: what
// an object file imports, and each SYS_… that is not only compared with.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { harmless } from './table.mjs';

const root = path.join(import.meta.dirname, '../..');
const objects = path.join(root, 'build/Release/obj.target/posix-proc');

/** What C++, Node-API and our own files provide. */
const internal = /^(_Z|__cxa|__gxx|__dso|_GLOBAL|napi_|posix_proc_)/;

/** By source file, what it needs from elsewhere. */
function imports(files) {
  const list = execFileSync('nm', [
    ...['-A', '-u'],
    ...files.map((file) => path.join(objects, file.replace(/cc$/, 'o'))),
  ]);
  const found = new Map();
  for (const line of `${list}`.trim().split('\n')) {
    const [, object, name] = /^(.*?):\s+\w (.*)$/.exec(line) ?? [];
    const file = path.relative(objects, object).replace(/o$/, 'cc');
    found.set(file, [...(found.get(file) ?? []), plain(name)]);
  }
  return found;
}

/** As C has it, whatever this libc makes of it. */
const plain = (name) =>
  name
    .replace(/^__isoc\d\d_/, '')
    .replace(/64$/, '')
    .replace(/64v2$/, '2');

function numbers(file) {
  const source = readFileSync(path.join(root, file), 'latin1')
    .replaceAll(/\/\/.*$/gm, '')
    // What a thread is found in, and what a filter forbids.
    .replaceAll(/case SYS_\w+:/g, '')
    .replaceAll(/^\s+SYS_\w+,$/gm, '');
  return [...source.matchAll(/\bSYS_[a-z]\w+/g)].map(([name]) => name);
}

/** @returns {Record<string, string[]>} by the file's name in native/, sorted */
export function callsOfNative() {
  const files = readdirSync(path.join(root, 'native'), { recursive: true })
    .map((name) => path.join('native', `${name}`))
    .filter((file) => /\.(cc|h)$/.test(file))
    .sort();
  const imported = imports(files.filter((file) => file.endsWith('.cc')));
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const file of files) {
    const calls = [...numbers(file), ...(imported.get(file) ?? [])].filter(
      (name) => !internal.test(name) && !harmless.has(name),
    );
    if (calls.length > 0)
      found[path.relative('native', file)] = [...new Set(calls)].sort();
  }
  return found;
}
