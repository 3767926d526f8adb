import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { nativeFiles } from '../../scripts/native-files.js';
import { pack, smoke, withInstalled } from '../../scripts/packed.mjs';

const root = path.join(import.meta.dirname, '../..');
const tarball = pack();
const manifest: {
  exports: Record<string, string | { import: Record<string, string> }>;
} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

// The ES modules that stand in for what is compiled: scripts/esm-door.mjs.
const doors = Object.values(manifest.exports).flatMap((door) =>
  typeof door === 'string'
    ? []
    : Object.values(door.import).map((file) => file.slice('./'.length)),
);

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true })
    .map(String)
    .filter((file) => /\.m?ts$/.test(file))
    .map((file) => file.replace(/ts$/, ''));
}

test('the tarball holds what is built from the sources, and nothing else', () => {
  const expected = [
    ...['LICENSE', 'README.md', 'binding.gyp', 'package.json'],
    ...['install', 'native-files', 'nodedir'].map((it) => `scripts/${it}.js`),
    'prebuilds/linux-x64/posix-proc.glibc.node',
    // Of the libraries that are bundled there.
    ...['chart', 'html/source'].map((it) => `dist/cli/book/${it}.LICENSE`),
    ...nativeFiles(),
    ...sources('src').flatMap((it) => [`dist/${it}js`, `dist/${it}d.ts`]),
    ...doors,
    ...sources('examples').map((it) => `dist/examples/${it}js`),
    // What the report of the book shows.
    ...sources('examples')
      .filter((it) => /^book\/[a-z]\d\d\.$/.test(it))
      .map((it) => `dist/examples/${it}ts`),
  ];
  const packed = tarball.files.map((file: { path: string }) => file.path);
  expect(packed.sort()).toEqual(expected.sort());
});

test('the tarball is below 1 MB', () => {
  expect(tarball.size).toBeLessThan(1_000_000);
});

test('installed without scripts, it works as ESM, as CJS and as a command', () => {
  withInstalled(tarball.path, (folder: string) =>
    smoke(folder, process.execPath),
  );
});

test('the lock file names no download addresses', () => {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  expect(lock).not.toContain('"resolved"');
});
