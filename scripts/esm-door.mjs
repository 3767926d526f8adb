// The ESM door of an entry point: it re-exports dist/<entry>.js name by name,
// so that import and require hand out the same objects (two copies would mean
// two signal tables).

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const dist = path.join(import.meta.dirname, '../dist');
const require = createRequire(import.meta.url);

export function writeEsmDoor(entry) {
  const names = Object.keys(require(path.join(dist, `${entry}.js`))).sort();
  const lines = [
    `import door from './${path.basename(entry)}.js';`,
    ...names.map((name) => `export const ${name} = door.${name};`),
  ];
  writeFileSync(path.join(dist, `${entry}.mjs`), `${lines.join('\n')}\n`);
  writeFileSync(
    path.join(dist, `${entry}.d.mts`),
    `export * from './${path.basename(entry)}.js';\n`,
  );
}
