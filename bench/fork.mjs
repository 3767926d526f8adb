// What fork() costs, against a bare clone() of the same memory, against fork()
// in C and Python, and against child_process.fork(); and whether a forked child
// runs at full speed. `--json` prints the figures, `--write` puts the tables
// into docs/bench-fork.md as well.

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { machine, markdown } from './report.mjs';
import { inTurns, quartiles } from './servers.mjs';
import { buildYardstick } from './yardstick.mjs';

const here = import.meta.dirname;
const root = path.join(here, '..');
const program = (name) => path.join(here, 'fork', name);
const node = (name, ...args) => [
  process.execPath,
  program(`${name}.mjs`),
  ...args.map(String),
];

const sizes = [
  { title: 'as started', kind: 'objects', megabytes: 0, target: 2 },
  { title: '350 MB of objects', kind: 'objects', megabytes: 350, target: 1.25 },
  { title: '1 GB of objects', kind: 'objects', megabytes: 1024, target: 1.25 },
  { title: '1 GB of Buffers', kind: 'buffers', megabytes: 1024, target: 1.25 },
];
const rounds = { 0: 60, 350: 40, 1024: 24, speed: 80, spawn: 50 };

/** Those of the other languages that are here. */
function others(megabytes) {
  const found = [];
  const binary = path.join(root, 'build/bench/fork');
  mkdirSync(path.dirname(binary), { recursive: true });
  const cc = spawnSync('cc', ['-O2', '-o', binary, program('fork.c')]);
  if (cc.status === 0) found.push(['C', binary, String(megabytes)]);
  if (spawnSync('python3', ['--version']).status === 0)
    found.push(['Python', 'python3', program('fork.py'), String(megabytes)]);
  return found;
}

async function measureSize({ kind, megabytes }) {
  const results = await inTurns(
    [
      ['posix-proc', ...node('posix-proc', kind, megabytes)],
      ...(kind === 'objects' ? others(megabytes || 45) : []),
      ...(megabytes === 0 ? [['child_process', ...node('child-process')]] : []),
    ],
    { rounds: rounds[megabytes] },
  );
  const own = results['posix-proc'];
  const all = (name, pick) => quartiles(results[name].answers.map(pick));
  const size = {
    rss: own.ready.rss,
    firstCall: own.first.fork.call,
    // Of each pair, taken one right after the other.
    ratio: all('posix-proc', ({ fork, bare }) => fork.call / bare.call),
    call: all('posix-proc', ({ fork }) => fork.call),
    bareCall: all('posix-proc', ({ bare }) => bare.call),
    first: all('posix-proc', ({ fork }) => fork.first),
    bareFirst: all('posix-proc', ({ bare }) => bare.first),
    languages: {},
  };
  for (const name of ['C', 'Python'].filter((name) => results[name]))
    size.languages[name] = {
      call: all(name, ({ call }) => call),
      first: all(name, ({ first }) => first),
    };
  if (results.child_process) {
    const { answers } = results.child_process;
    size.childProcess = quartiles(answers.map(({ first }) => first));
    size.sooner = quartiles(
      answers.map(({ first }, i) => first / own.answers[i].fork.first),
    );
  }
  return size;
}

async function compareRoles(name, roles, ...args) {
  const results = await inTurns(
    roles.map((role) => [role, ...node(name, role, ...args)]),
    { rounds: rounds[name], warmUp: 10 },
  );
  const compared = {};
  for (const role of roles) {
    const times = results[role].answers.map(({ time }) => time);
    compared[role] = {
      time: quartiles(times),
      // To the unforked process in the same round.
      ratio: quartiles(
        times.map((time, i) => time / results.unforked.answers[i].time),
      ),
    };
  }
  return compared;
}

const say = (text) => console.error(`bench:fork: ${text}`);
const load = [os.loadavg()[0]];
await buildYardstick();
const figures = [];
for (const size of sizes) {
  say(size.title);
  figures.push({ ...size, ...(await measureSize(size)) });
}
say('a child at work');
const speed = await compareRoles('speed', ['unforked', 'child']);
say('spawnSync');
const spawn = await compareRoles('spawn', ['unforked', 'parent', 'child'], 350);
load.push(os.loadavg()[0]);

const report = { machine: machine(), load, figures, speed, spawn };
const text = markdown(report);
if (process.argv.includes('--write'))
  writeFileSync(path.join(root, 'docs/bench-fork.md'), text);
console.log(
  process.argv.includes('--json') ? JSON.stringify(report, null, 1) : text,
);
