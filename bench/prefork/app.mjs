// The application that all the servers run: 20 MB of modules, a heap warmed up
// with so many MB of objects, and a server of HTTP that reads of them.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const require = createRequire(import.meta.url);
const folder = path.join(import.meta.dirname, '../../build/bench/modules');
const count = 200;
const functions = 400;

/** Modules of 100 KB, as large programs have hundreds of. */
export function writeModules() {
  if (existsSync(path.join(folder, `${count - 1}.cjs`))) return;
  mkdirSync(folder, { recursive: true });
  for (let m = 0; m < count; m++) {
    const parts = Array.from(
      { length: functions },
      (_, f) => `
exports.f${f} = function f${f}(value, options = { scale: ${f}, name: 'f${f}' }) {
  // Function ${f} of module ${m}: looks at what it got, and returns the other.
  const found = { value, scale: options.scale, module: ${m}, number: ${f} };
  return found.value > ${f} ? found.scale * value : found.module + ${f * m};
};`,
    );
    writeFileSync(path.join(folder, `${m}.cjs`), parts.join('\n'));
  }
}

/** One in ten functions runs, and so is compiled. */
function loadModules() {
  let sum = 0;
  for (let m = 0; m < count; m++) {
    const module = require(path.join(folder, `${m}.cjs`));
    for (let f = 0; f < functions; f += 10) sum += module[`f${f}`](m);
  }
  return sum;
}

function warmUp(megabytes) {
  const items = [];
  const enough = process.memoryUsage().heapUsed + megabytes * 2 ** 20;
  while (process.memoryUsage().heapUsed < enough) {
    for (let i = 0; i < 10_000; i++) {
      const id = items.length;
      items.push({ id, name: `item ${id}`, tags: ['a', `tag ${id % 100}`] });
    }
  }
  return items;
}

export function setup(megabytes) {
  const sum = loadModules();
  return { sum, items: warmUp(megabytes) };
}

/** A page of ten items, and who answers. */
export function createServer({ items }) {
  let at = 0;
  return http.createServer((_, response) => {
    at = (at + 7919) % (items.length - 10);
    const body = { pid: process.pid, items: items.slice(at, at + 10) };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  });
}

/** SIGPWR: a full garbage collection, of which a file named after us tells. */
export function collectWhenAsked() {
  const folder = process.env.COLLECTED;
  if (!folder) return;
  process.on('SIGPWR', () => {
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    writeFileSync(path.join(folder, `${process.pid}`), '');
  });
}
