// Calls every exported function with anything, and reads damaged texts of /proc,
// damaged ELF files and what programs find that posix_spawn() starts:
//   npm run fuzz -- [--calls N] [--seed S] [--node 20|22|24|26] [--jobs N]
//     [--call I]   makes only this call of the seed again
//     [--only calls|texts]
// A call returns, throws an error of ours, or does to its process what
// test/fixtures/fuzz/endings.mjs says. Each failure is printed with what repeats
// it, and makes the script exit with 1.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  packageEntries,
  placeProblem,
  runCalls,
} from '../test/support/fuzz.mjs';
import { nodeOf, versions } from './node-versions.mjs';

const root = path.join(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    calls: { type: 'string', default: '20000' },
    seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
    node: { type: 'string', default: process.versions.node.split('.')[0] },
    jobs: { type: 'string', default: `${availableParallelism()}` },
    call: { type: 'string' },
    only: { type: 'string' },
  },
});
const seed = Number(options.seed);
const version = versions.find((it) => it.split('.')[0] === options.node);
if (!version) throw new Error(`no Node ${options.node} here`);
const { node } = nodeOf(version);
const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 1000);

function tell({ index, first, call, problem, stderr }) {
  const used = ['posix', 'proc', 'elf', 'daemon'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(call),
  );
  console.log(
    [
      `\ncall ${index} of seed ${seed}: ${problem}`,
      ...used.map(
        (name) =>
          `  import * as ${name} from 'posix-proc${name === 'posix' ? '' : `/${name}`}';`,
      ),
      ...(/\bown\(/.test(call)
        ? [
            "  const own = () => Object.assign(new Error(), { code: 'ERR_OWN' });",
          ]
        : []),
      `  ${call}`,
      `again: npm run fuzz -- --seed ${seed} --call ${index}` +
        (index > first
          ? `   or, if it takes what came before, --call ${first}-${index}`
          : ''),
      stderr,
    ].join('\n'),
  );
}

const results = [];
let made = 0;
function progress() {
  const bad = results.flatMap(({ failures }) => failures).length;
  console.error(`${seconds()} s: ${made} of ${options.calls} calls`, bad || '');
}

/** Makes the calls `from` to `to` of the seed. */
async function calls(entries, from, to) {
  let at = from;
  const onReport = ({ at: now, failed }) => {
    made += (now ?? at) - at;
    at = now ?? at;
    if (failed) tell(failed);
  };
  const task = { ...entries, seed, from, calls: to - from };
  const result = await runCalls(task, { nodeBin: node, onReport });
  results.push(result);
}

async function allCalls() {
  const problem = placeProblem();
  if (problem)
    throw new Error(`kill(-1) would reach everyone here, so no: ${problem}`);
  const entries = packageEntries();
  if (options.call) {
    const [first, last = first] = options.call.split('-').map(Number);
    return calls(entries, first, last + 1);
  }
  const [all, jobs] = [Number(options.calls), Number(options.jobs)];
  const start = (job) => Math.round((all * job) / jobs);
  return Promise.all(
    Array.from({ length: jobs }, (_, job) =>
      calls(entries, start(job), start(job + 1)),
    ),
  );
}

function summary() {
  const sum = (name, list) => list.reduce((total, one) => total + one[name], 0);
  const functions = results[0].functions.map((one, i) => {
    const same = results.map((it) => it.functions[i]);
    return {
      key: one.key,
      ...Object.fromEntries(
        ['threw', 'returned', 'waited'].map((name) => [name, sum(name, same)]),
      ),
    };
  });
  const never = functions
    .filter(({ returned, waited }) => returned + waited === 0)
    .map(({ key }) => key);
  const failures = results.flatMap((it) => it.failures);
  if (options.call) console.log(`  ${results[0].last}`);
  console.log(
    `Node ${version}, seed ${seed}: ${sum('calls', results)} calls of ${functions.length} functions in ${seconds()} s\n` +
      `  returned ${sum('returned', functions)}, threw ${sum('threw', functions)}, still waiting ${sum('waited', functions)}\n` +
      `  ${failures.length} failures; ${results.length} witnesses got no signal\n` +
      `  ${never.length} functions refused all, or did not come back` +
      (never.length < 50 ? `: ${never.join(' ')}` : ''),
  );
}

/** The tests of damaged texts, with this seed; a million calls want all of them. */
async function texts() {
  const tests = ['test/proc/fuzz', 'test/elf/readelf', 'test/posix/spawn-fuzz'];
  const child = spawn(
    node,
    ['node_modules/vitest/vitest.mjs', 'run', ...tests, '-t', 'damaged|random'],
    {
      cwd: root,
      env: {
        ...process.env,
        SCENARIOS: Number(options.calls) >= 1e6 ? 'full' : '',
        ...{ PROC_SEED: options.seed, ELF_SEED: options.seed },
        SPAWN_SEED: options.seed,
      },
      stdio: 'inherit',
    },
  );
  process.on('exit', () => child.kill());
  const [status] = await once(child, 'exit');
  if (status !== 0) process.exitCode = 1;
}

console.log(`seed ${seed}`);
if (options.only !== 'texts') {
  const timer = setInterval(progress, 30_000);
  await allCalls().finally(() => clearInterval(timer));
  summary();
  if (results.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
}
if (options.only !== 'calls' && !options.call) await texts();
