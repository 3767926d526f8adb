// posix-proc doctor: does it work here, and if not, why not.

import { release } from 'node:os';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { _exit, fork, forkSupport, waitpid } from '../index.js';
import { paint } from './colour.js';

type Check = { name: string; value: string; ok: boolean };

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('say whether posix-proc works here')
    .description(
      'Says what this system is and whether fork() works on it, by forking.',
    )
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', '\nExit status: 0 it works, 1 it does not.')
    .action(({ json }: { json?: true }) => {
      const checks = examine();
      if (json) process.stdout.write(`${JSON.stringify(checks, null, 2)}\n`);
      else checks.forEach(print);
      if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
    });
}

function print({ name, value, ok }: Check): void {
  const mark = ok ? paint('green', '✓') : paint('red', '✗');
  process.stdout.write(`${mark} ${name.padEnd(7)} ${value}\n`);
}

function examine(): Check[] {
  const system = `${process.platform} ${process.arch}, ${release()}`;
  const { addon, ok } = findAddon();
  return [
    { name: 'Node', value: process.versions.node, ok: nodeIsNewEnough() },
    { name: 'system', value: system, ok: process.platform === 'linux' },
    { name: 'libc', value: libc(), ok: true },
    { name: 'addon', value: addon, ok },
    { name: 'fork()', ...tryFork() },
  ];
}

function nodeIsNewEnough(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

function libc(): string {
  const { header } = process.report.getReport() as unknown as {
    header: { glibcVersionRuntime?: string };
  };
  const glibc = header.glibcVersionRuntime;
  return glibc ? `glibc ${glibc}` : 'not glibc';
}

function findAddon(): { addon: string; ok: boolean } {
  const root = join(__dirname, '../..');
  try {
    const file = relative(root, require('node-gyp-build').path(root));
    const origin = file.startsWith('prebuilds') ? 'prebuilt' : 'built here';
    return { addon: `${origin}, ${file}`, ok: true };
  } catch {
    return { addon: 'none for this system', ok: false };
  }
}

function tryFork(): { value: string; ok: boolean } {
  const support = forkSupport();
  if (!support.supported)
    return { value: `${support.code}: ${support.reason}`, ok: false };
  try {
    const start = performance.now();
    const pid = fork();
    if (pid === 0) _exit(0);
    waitpid(pid);
    const ms = (performance.now() - start).toFixed(1);
    return { value: `works: a child came and went in ${ms} ms`, ok: true };
  } catch (error) {
    return { value: String(error), ok: false };
  }
}
