// The package as npm would publish it, for the checks that look at it from
// outside. Expects dist/ to be built.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const out = path.join(root, 'out');

function npm(args, cwd) {
  return execFileSync('npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Packs into out/; what npm says of the tarball, with its `path`. */
export function pack() {
  mkdirSync(out, { recursive: true });
  const [info] = JSON.parse(
    npm(
      ['pack', '--json', '--ignore-scripts', '--pack-destination', out],
      root,
    ),
  );
  return { ...info, path: path.join(out, info.filename) };
}

/**
 * Installs the tarball in an empty folder without running scripts and hands
 * the folder to `use`.
 */
export function withInstalled(tarball, use) {
  const folder = mkdtempSync(path.join(tmpdir(), 'posix-proc-smoke-'));
  try {
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    npm(
      [
        'install',
        '--ignore-scripts',
        '--prefer-offline',
        '--no-audit',
        '--no-fund',
        tarball,
      ],
      folder,
    );
    cpSync(path.join(root, 'test/package/smoke'), folder, { recursive: true });
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** ESM, CJS and the command, on the given Node; throws when one fails. */
export function smoke(folder, node) {
  const run = (...args) =>
    execFileSync(node, args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
      // Not the addon or the options of the checkout around us.
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const results = [run('esm.mjs').trim(), run('cjs.cjs').trim()];
  for (const result of results) {
    if (result !== 'the child exited with 7') {
      throw new Error(`the smoke program printed: ${result}`);
    }
  }
  const command = 'node_modules/.bin/posix-proc';
  const book = JSON.parse(run(command, 'book', 'list', '--json'));
  if (!(book.length > 0)) throw new Error('the packed book is empty');
  run(command, 'book', 'A01');
}
