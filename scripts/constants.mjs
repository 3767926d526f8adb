// The names in native/constants.def as a TypeScript type. `--check` fails when
// src/internal/constant-names.ts is not what would be written.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const target = path.join(root, 'src/internal/constant-names.ts');

const definitions = readFileSync(
  path.join(root, 'native/constants.def'),
  'utf8',
);
const names = [...definitions.matchAll(/^C\((\w+)\)/gm)].map(
  ([, name]) => name,
);
const text = `// Written by scripts/constants.mjs from native/constants.def: do not edit.

export type ConstantName =
${names.map((name) => `  | '${name}'`).join('\n')};
`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error(
    'src/internal/constant-names.ts is not up to date: npm run constants',
  );
  process.exitCode = 1;
}
