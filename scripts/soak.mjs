// A long run of everything that makes processes, at random, beside stress-ng:
//   npm run soak -- [--minutes N] [--seed S] [--node 20,26] [--write]
// The first quarter of the time, at most two minutes, is calm. After each act the
// invariants are looked at: no zombie, no descriptor, signal or thread that was
// not there before, an event loop that turns; at the end no survivor, no core
// file, and no memory. --write puts the tables into docs/soak.md.

import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { conditions, machine, table } from '../bench/report.mjs';
import { shuffled } from '../test/support/fork-matrix.mjs';
import { runFixture } from '../test/support/run-fixture.mjs';
import { nodeOf, versions } from './node-versions.mjs';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
    node: { type: 'string', default: process.versions.node.split('.')[0] },
    write: { type: 'boolean', default: false },
  },
});
const seed = Number(options.seed);
const seconds = Number(options.minutes) * 60;
const calm = Math.min(seconds / 4, 120);
const chosen = versions.filter((version) =>
  options.node.split(',').includes(version.split('.')[0]),
);

/** The scenarios of the tests that go on beside it under stress. */
const scenarios = [
  ['fork/scenarios/exit-codes', '200'],
  ['fork/scenarios/workers', 'light', '20'],
  ['fork/scenarios/workers', 'heavy', '5'],
  ['fork/scenarios/event-loop', '5', '60'],
  ['fork/scenarios/callbacks', 'all', '2'],
  ['fork/scenarios/tree', 'tree', '3', '3'],
  ['posix/scenarios/alive', 'waitpidAsync', '100', '1'],
  ['posix/scenarios/storm', 'together', '300', '1'],
  ['posix/scenarios/coexistence', 'waitpid', '30', '1'],
  ['posix/scenarios/coexistence', 'wait', '30', '1'],
  ['posix/scenarios/blocked', '50'],
  ['posix/scenarios/interrupted', 'restart', '60'],
  ['posix/scenarios/bytes', 'readAsync', 'restart', '50'],
  ['posix/scenarios/inheritance', '100'],
  ['posix/scenarios/handler-storm', '5000', '500', '1'],
  ['posix/scenarios/terminal', '1'],
  ['daemon/prefork-chaos', 'chaos', `${seed}`, '30'],
  ['daemon/zygote', 'many', '100', '8', `${seed}`],
  ['daemon/init', 'orphans'],
  ['daemon/pid-file', 'simultaneous', '2'],
];

// fd-race, of the same kind, came with a later stress-ng.
const stressors = [
  ...['--fork', '4', '--zombie', '2', '--zombie-max', '500', '--sigchld', '2'],
  ...['--sigq', '2', '--pty', '2', '--pty-max', '16', '--spawn', '2'],
];

function stressVersion() {
  const { stdout } = spawnSync('stress-ng', ['--version'], {
    encoding: 'utf8',
  });
  return /version ([\d.]+)/.exec(stdout ?? '')?.[1];
}

/** In a pid namespace of its own where that can be, so that it can be ended. */
function startStress() {
  const place = spawnSync('unshare', ['-pf', 'true']).status === 0;
  const command = [
    ...(place ? ['unshare', '-pf', '--kill-child', '--mount-proc'] : []),
    ...['stress-ng', ...stressors, '--quiet', '--temp-path', os.tmpdir()],
    ...['--timeout', `${Math.ceil(seconds) + 60}s`],
  ];
  const stress = spawn(command[0], command.slice(1), { stdio: 'ignore' });
  const stop = () => stress.kill(place ? 'SIGKILL' : 'SIGTERM');
  process.on('exit', stop);
  return stop;
}

/** One scenario after the other, until `over.now`. */
async function beside(nodeBin, over) {
  const found = { runs: 0, refused: 0, failures: [] };
  for (let round = 0; !over.now; round++) {
    for (const [file, ...args] of shuffled(scenarios, seed + round)) {
      if (over.now) break;
      try {
        await runFixture(`${file}.mjs`, {
          args,
          execArgv: ['--expose-gc'],
          nodeBin,
          deadlineMs: 300_000,
        });
      } catch (error) {
        // By its name: the machine was too busy for the patience of a test.
        if (/ERR_(FORK|SIGNAL_MASK)_BUSY/.test(error.message)) found.refused++;
        else found.failures.push(error.message);
      }
      found.runs++;
    }
  }
  return found;
}

async function soak(version) {
  const { node } = nodeOf(version);
  const load = [os.loadavg()[0]];
  const over = { now: false };
  let stopStress;
  let others;
  const answer = ({ phase }) => {
    if (phase === undefined) return undefined;
    if (stressVersion()) stopStress = startStress();
    others = beside(node, over);
    return 'go\n';
  };
  const began = performance.now();
  const result = { version, failures: [] };
  try {
    const { report, stderr } = await runFixture('soak/soak.mjs', {
      args: [`${seed}`, `${calm}`, `${seconds - calm}`],
      execArgv: ['--expose-gc'],
      nodeBin: node,
      answer,
      deadlineMs: seconds * 1000 + 600_000,
      silenceMs: 300_000,
    });
    Object.assign(result, report);
    if (stderr) result.failures.push(`it printed: ${stderr}`);
    const grown = growth(report.resident);
    result.grown = grown;
    if (grown.mb > grown.allowed)
      result.failures.push(`its memory has grown by ${grown.mb} MB`);
  } catch (error) {
    result.failures.push(error.message);
  }
  over.now = true;
  stopStress?.();
  result.beside = await others;
  result.failures.push(...(result.beside?.failures ?? []));
  result.seconds = (performance.now() - began) / 1000;
  result.load = [...load, os.loadavg()[0]];
  result.facts = { ...machine(), node: `v${version}` };
  for (const failure of result.failures) console.log(`\n${failure}`);
  return result;
}

/** From the first tenth, when it has warmed up, to the last. */
function growth(resident) {
  const tenth = Math.max(Math.floor(resident.length / 10), 1);
  const least = (list) => Math.min(...list.map(({ mb }) => mb));
  const [first, last] = [
    resident.slice(tenth, 2 * tenth),
    resident.slice(-tenth),
  ];
  const forks = last[0].forks - first[0].forks;
  return {
    forks,
    mb: Math.round((least(last) - least(first)) * 10) / 10,
    allowed: 10 + forks / 1000, // what V8 does with its heap, and I7
  };
}

const ms = (value) => value.toFixed(value < 10 ? 2 : 0);

function section({ version, calm, stress, ...result }) {
  const { facts, load, seconds, forks, grown, beside, failures } = result;
  const head = `## Node ${version}\n\n${conditions(facts, load)} Seed ${seed}, ${(seconds / 60).toFixed(1)} minutes.`;
  const verdict = `**${failures.length} failures.**`;
  if (!stress) return `${head}\n\n${verdict} It did not reach its end.`;
  const rounds = (phase) =>
    Object.values(phase.counts).reduce((sum, count) => sum + count, 0);
  const times = Object.entries(calm.times).map(([what, before]) => {
    const under = stress.times[what];
    return [
      ...[what, ms(before.p50), ms(before.p99), ms(under.p50), ms(under.p99)],
      ...[ms(under.most), (under.p99 / before.p99).toFixed(1)],
      `${before.n}, ${under.n}`,
    ];
  });
  const acts = Object.keys(calm.counts).map((name) => [
    ...[name, calm.counts[name], stress.counts[name]],
  ]);
  return `${head}

${verdict} ${rounds(calm)} acts in calm, ${rounds(stress)} under stress, ${forks.toLocaleString('en')} forks of the one process; beside it ${beside.runs} runs of ${scenarios.length} scenarios of the tests. ERR_FORK_BUSY, or ERR_SIGNAL_MASK_BUSY, as may be where threads get no turn, ended ${calm.refused + stress.refused} acts and ${beside.refused} scenarios. Its memory changed by ${grown.mb} MB over ${grown.forks.toLocaleString('en')} forks (at most ${grown.allowed.toFixed(1)}).

${table(['ms', 'calm: p50', 'p99', 'stress: p50', 'p99', 'most', 'p99 to p99', 'n'], times)}

${table(['act', 'calm', 'stress'], acts)}
`;
}

const markdown = (results) => `# A long run beside stress-ng

Written by \`npm run soak -- --minutes ${options.minutes} --seed ${seed} --node ${options.node} --write\`. One process makes acts in random order (test/fixtures/soak/acts.mjs): forks, spawns, waits, signals, masks, terminals, daemons, workers, zygotes. After each of them there is no zombie, and descriptors, threads, and what is blocked, ignored and caught are those of before; every twentieth time the event loop turns in time. In the end nobody survives, nothing has dumped core, and memory has not grown by more than 10 MB and 1 MB for each 1,000 forks.

${chosen.length > 1 ? 'All versions run at the same time. ' : ''}First it is calm; then, beside each, ${stressVersion() ? `stress-ng ${stressVersion()} (\`${stressors.join(' ')}\`)` : '**nothing: stress-ng was not there**'} and scenarios of the tests, one after the other. The times are taken after each act; the p99 of fork() and waitpid() under stress should be at most five times that of before.

${results.map(section).join('\n\n')}`;

if (chosen.length === 0) throw new Error('no such version of Node');
if (!stressVersion())
  console.error(
    'soak: no stress-ng here (apt-get install stress-ng), so without it',
  );
console.log(`seed ${seed}`);
// At the same time, for an hour each is long.
const results = await Promise.all(chosen.map(soak));
const text = markdown(results);
console.log(text);
if (options.write)
  writeFileSync(path.join(import.meta.dirname, '../docs/soak.md'), text);
if (results.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
