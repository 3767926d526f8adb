// The native code under tools that see what no test can:
//   npm run test:asan -- [suite | threads | memory] [vitest arguments]
// suite    the tests, with an addon that AddressSanitizer and
//          UndefinedBehaviorSanitizer watch
// threads  what threads and signal handlers share, without Node, under
//          ThreadSanitizer
// memory   calls that convert and copy, under valgrind
// Each report of theirs is a failure.

import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  besideRelease,
  compilerMissing,
  gyp,
  nodedir,
} from './build-native.mjs';

const require = createRequire(import.meta.url);
const root = path.join(import.meta.dirname, '..');
const compiler = process.env.CXX ?? 'g++';

// These are not run with the watched addon.
const leftOut = [
  'test/book/html', // a browser, which would be watched as well
  'test/daemon/prefork-load', // figures of a server under load
  'test/elf/', // no native code
  'test/fork/faults', // ASan would meet them
  'test/package/', // copies of the package, with the binaries it ships
];

// Nor are these tests, which look at what ASan changes.
const leftOutTests = [
  ...['A14: every claim', '^JSON$'], // where programs are
  ...['S15 no more memory', 'when there is no room'], // RLIMIT_AS
  'S01 fork, _exit, waitpid', // memory that is given back
  ...['^mlock', '^as JSON$'], // nothing is locked
  'jemalloc', // another malloc()
  '/proc is not there', // it complains
];

const steps = { suite, threads, memory };

function run(command, args, options = {}) {
  const { error, status, signal } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    ...options,
  });
  if (error) throw new Error(`${command}: ${error.message}`);
  return signal ?? status;
}

// ---- suite

async function suite(args) {
  const folder = besideRelease('Asan');
  const sanitize = '-fsanitize=address,undefined';
  gyp(folder, await nodedir(), ['configure', 'build', '--jobs=max'], {
    CXXFLAGS: `${sanitize} -fno-sanitize-recover=all -fno-omit-frame-pointer -g`,
    LDFLAGS: sanitize,
  });
  const reports = path.join(folder, 'reports');
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports);
  chmodSync(reports, 0o1777); // for tests that give up their privileges
  const env = {
    ...process.env,
    PATH: `${unwatched(path.join(folder, 'bin'))}:${process.env.PATH}`,
    // What node-gyp-build looks in, and with it src/internal/binding.ts.
    POSIX_PROC_PREBUILD: folder,
    LD_PRELOAD: library('libasan.so'),
    // Signals and core files are left to Node and to the tests.
    ASAN_OPTIONS: [
      'detect_leaks=0',
      'disable_coredump=0',
      'use_sigaltstack=0',
      ...['segv', 'sigbus', 'sigfpe', 'sigill', 'abort'].map(
        (name) => `handle_${name}=0`,
      ),
      `log_path=${reports}/address`,
    ].join(':'),
    UBSAN_OPTIONS: `print_stacktrace=1:log_path=${reports}/undefined`,
  };
  const loaded = execFileSync(
    process.execPath,
    [
      '-p',
      "require('posix-proc'); require('fs').readFileSync('/proc/self/maps', 'utf8')",
    ],
    { cwd: root, env, encoding: 'utf8' },
  );
  if (!loaded.includes(folder)) throw new Error('it is not what Node loads');

  const vitest = ['node_modules/vitest/vitest.mjs', 'run'];
  const files = args.length > 0 ? args : testFiles();
  const but = ['-t', `^(?!.*(${leftOutTests.join('|')}))`];
  const failed = run(process.execPath, [...vitest, ...but, ...files], {
    env,
  });
  const found = readdirSync(reports);
  for (const name of found)
    console.error(readFileSync(path.join(reports, name), 'utf8'));
  console.log(`suite: ${found.length} reports`);
  return found.length === 0 && failed === 0;
}

/** Makes a folder with what hangs where libasan is loaded first, without it. */
function unwatched(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of ['gdb', 'pmap', 'ps']) {
    const { stdout } = spawnSync('which', [name], { encoding: 'utf8' });
    const script = `#!/bin/sh\nunset LD_PRELOAD\nexec ${stdout.trim()} "$@"\n`;
    if (stdout) writeFileSync(path.join(folder, name), script, { mode: 0o755 });
  }
  return folder;
}

function library(name) {
  const file = execFileSync(compiler, [`-print-file-name=${name}`], {
    encoding: 'utf8',
  }).trim();
  if (!path.isAbsolute(file)) throw new Error(`${compiler} has no ${name}`);
  return file;
}

function testFiles() {
  return readdirSync(path.join(root, 'test'), { recursive: true })
    .map((name) => `test/${name}`)
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => !leftOut.some((start) => name.startsWith(start)))
    .sort();
}

// ---- threads

// Programs of test/native, each with the files of native/ it needs beside what
// it includes. Of those, the linker drops all that calls Node: it is not there.
const programs = {
  ring: ['interruptible'],
  threads: [
    'interruptible',
    'fork/judge',
    'fork/muzzle',
    'fork/proc',
    'fork/revive',
    'fork/visit',
  ],
};

async function threads() {
  const headers = path.join(await nodedir(), 'include/node');
  mkdirSync(path.join(root, 'build/Tsan'), { recursive: true });
  const failed = Object.keys(programs).filter((name) => {
    const program = path.join(root, 'build/Tsan', name);
    // Some kernels put a program where the shadow memory is to be.
    const status =
      compile(name, program, headers) ||
      run('setarch', ['-R', program], {
        timeout: 300_000,
        killSignal: 'SIGKILL',
      });
    console.log(`threads: ${name} ${status === 0 ? 'passed' : status}`);
    return status !== 0;
  });
  return failed.length === 0;
}

function compile(name, program, headers) {
  return run(compiler, [
    ...['-std=c++17', '-fno-exceptions', '-fno-rtti', '-O1', '-g'],
    ...['-ffunction-sections', '-fdata-sections', '-Wl,--gc-sections'],
    ...['-fsanitize=thread', '-Wall', '-Wextra'],
    ...['-DNAPI_VERSION=8', '-DNAPI_DISABLE_CPP_EXCEPTIONS'],
    ...['-isystem', require('node-addon-api').include_dir],
    ...['-isystem', headers],
    `test/native/${name}.cc`,
    ...programs[name].map((file) => `native/${file}.cc`),
    ...['-o', program],
  ]);
}

// ---- memory

// With --jitless, V8 writes no code that valgrind would have to follow.
function memory() {
  const status = run('valgrind', [
    ...['--quiet', '--error-exitcode=99'],
    ...['--smc-check=all-non-file', process.execPath, '--jitless'],
    'test/native/memory.mjs',
  ]);
  console.log(`memory: ${status === 0 ? 'passed' : status}`);
  return status === 0;
}

// ----

const args = process.argv.slice(2);
const chosen = [];
while (args[0] in steps) chosen.push(args.shift());
const missing =
  compilerMissing() ??
  ['setarch', 'valgrind'].find((tool) => spawnSync(tool, ['--version']).error);
if (missing) throw new Error(`${missing} is not installed`);
for (const name of chosen.length > 0 ? chosen : Object.keys(steps))
  if (!(await steps[name](args))) process.exitCode = 1;
