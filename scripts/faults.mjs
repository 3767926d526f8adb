// Every system call of the addon fails, by strace; then all that needs something
// runs where it lacks:
//   npm run test:faults -- [PART…]
// PART is limits, seccomp, repeat, or the beginning of a row: "fd.cc dup". Prints
// what came of it, by test/faults/table.mjs.

import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { callsOfNative } from '../test/faults/calls.mjs';
import { errors, without } from '../test/faults/sandbox.mjs';
import { forbidden, limits, memory, rows } from '../test/faults/table.mjs';
import { runFixture } from '../test/support/run-fixture.mjs';

const wanted = process.argv.slice(2);
const chosen = rows.filter(({ file, call }) => {
  const name = `${file} ${call}`;
  return wanted.length === 0 || wanted.some((it) => name.startsWith(it));
});

function verdict({ expected }, { fault, outcome, same }) {
  const wish = expected[fault] ?? expected.rest ?? 'throws';
  const thrown =
    outcome.code === fault && outcome.errno < 0 && outcome.message.length > 0;
  const value = `=${JSON.stringify(outcome.returned)}`;
  const right =
    (wish === 'throws' && thrown) ||
    (wish === 'done' && same) ||
    (wish.startsWith('either') && (thrown || same)) ||
    [outcome.code, value].some((it) => wish.split(' ').includes(it));
  const found = thrown ? 'throws' : same ? 'done' : (outcome.code ?? value);
  return { right, found, wish };
}

let failures = 0;
let injected = 0;
let tried = 0;

function failed(text) {
  failures++;
  console.log(`FAILED  ${text}`);
}

const found = callsOfNative();
for (const [file, calls] of Object.entries(found))
  for (const call of calls)
    if (!rows.some((row) => row.file === file && row.call === call))
      failed(`${file} ${call}: has no row`);
for (const { file, call } of rows)
  if (!found[file]?.includes(call)) failed(`${file} ${call}: is not called`);

/** The reports of a row's faults. What only the first call makes needs a process each. */
async function run(row) {
  const reports = await runOnce(row);
  if (!row.first) return reports;
  const { targets = [] } = reports[0] ?? {};
  const each = targets
    .slice(0, row.places)
    .flatMap((target) =>
      row.faults.map((fault) => ({ ...row, target, fault })),
    );
  const found = [];
  for (const one of each) found.push(...(await runOnce(one)));
  return found;
}

async function runOnce(row) {
  try {
    const { reports } = await runFixture('faults/run.mjs', {
      args: [JSON.stringify(row)],
      // V8 ends the process when there is no memory for its code.
      execArgv: row.file.startsWith('fork/') && !row.jit ? ['--jitless'] : [],
      deadlineMs: 120_000,
      silenceMs: 40_000,
    });
    return reports;
  } catch (error) {
    failed(`${row.file} ${row.call}: ${error.message}`);
    return error.run?.reports ?? [];
  }
}

async function tryRow(row) {
  const name = `${row.file} ${row.call}`;
  if (row.reason) {
    console.log(`${name.padEnd(36)} not tried: ${row.reason}`);
    return;
  }
  if (row.since > Number(process.versions.node.split('.')[0])) {
    console.log(`${name.padEnd(36)} not made by this Node`);
    return;
  }
  const reports = await run(row);
  if (reports.length === 0) failed(`${name}: never reached`);
  const came = new Map();
  for (const report of reports) {
    injected++;
    const { right, found, wish } = verdict(row, report);
    const problems = [...report.problems];
    if (!right)
      problems.push(`${wish} was expected: ${JSON.stringify(report.outcome)}`);
    for (const problem of problems)
      failed(`${name} ${report.fault}: ${problem}\n    ${report.hit}`);
    came.set(found, new Set([...(came.get(found) ?? []), report.fault]));
  }
  const summary = [...came].map(([what, of]) => `${[...of].join(' ')} ${what}`);
  console.log(
    `${name.padEnd(36)} ${row.scenario.padEnd(18)} ${summary.join('; ')}`,
  );
}

/** The reports of scenarios under a limit or in a sandbox. */
async function runWithout(name, scenarios, limit, options) {
  const [resource, value, times = 0] = limit;
  try {
    const { reports } = await runFixture('faults/limited.mjs', {
      args: [resource, `${value}`, [...scenarios].join(','), `${times}`],
      deadlineMs: 200_000,
      silenceMs: 60_000,
      ...options,
    });
    return reports;
  } catch (error) {
    failed(`${name}: ${error.message}`);
    return error.run?.reports ?? [];
  }
}

const nothing = ['NONE', 0];

/** How the calls come out where nothing lacks, by scenario. */
async function outcomesAsEver() {
  const all = new Set([
    ...limits.flatMap(({ scenarios }) => scenarios),
    ...[...forbidden.values()].flatMap((scenarios) => [...scenarios]),
  ]);
  const reports = await runWithout('with all', all, nothing, {});
  return new Map(reports.map(({ scenario, outcome }) => [scenario, outcome]));
}

let asEver;

/** Scenarios where something lacks: each is as ever, or says one of `codes`. */
async function tryWithout(name, scenarios, codes, limit, options) {
  asEver ??= outcomesAsEver();
  const expected = await asEver;
  const reports = await runWithout(name, scenarios, limit, options);
  const came = new Map();
  for (const { scenario, outcome, problems } of reports) {
    tried++;
    const same = isDeepStrictEqual(outcome, expected.get(scenario));
    const told = codes.some((code) =>
      new RegExp(`^${code}$`).test(outcome.code),
    );
    if (!same && !told)
      problems.push(`neither the same nor told: ${JSON.stringify(outcome)}`);
    for (const problem of problems) failed(`${name} ${scenario}: ${problem}`);
    const what = same ? 'done' : outcome.code;
    came.set(what, (came.get(what) ?? 0) + 1);
  }
  const summary = [...came].map(([what, count]) => `${count} ${what}`);
  console.log(`${name.padEnd(36)} ${summary.join(', ')}`);
}

async function tryForbidden(name, error, scenarios) {
  const title = `without ${name} (${error})`;
  const options = without(name, error);
  if (!options) return console.log(`${title.padEnd(36)} Node cannot live so`);
  const codes = [error, 'ERR_\\w+_UNSUPPORTED'];
  return tryWithout(title, scenarios, codes, nothing, options);
}

/** What is refused for want of descriptors, again and again, keeps no memory. */
async function tryMemory(scenario) {
  const title = `${memory.times} times ${scenario}`;
  const limit = ['NOFILE', 0, memory.times];
  const options = { execArgv: ['--expose-gc'] };
  const reports = await runWithout(title, [scenario], limit, options);
  for (const { outcome, grown, problems } of reports) {
    tried += memory.times;
    if (!memory.codes.includes(outcome.code))
      problems.push(`not refused: ${JSON.stringify(outcome)}`);
    if (grown > memory.mostMb)
      problems.push(`memory has grown by ${grown.toFixed(1)} MB`);
    for (const problem of problems) failed(`${title}: ${problem}`);
    console.log(`${title.padEnd(36)} ${grown.toFixed(1)} MB`);
  }
}

/** @type {(() => Promise<void>)[]} */
const jobs = chosen.map((row) => () => tryRow(row));
if (wanted.length === 0 || wanted.includes('limits')) {
  // Root's privileges but for its exemptions from limits.
  const options = {
    nodeBin: 'setpriv',
    execArgv: ['--bounding-set=-all', '--inh-caps=-all', process.execPath],
  };
  for (const { limit, codes, scenarios } of limits)
    jobs.push(() =>
      tryWithout(`${limit.join(' ')} left`, scenarios, codes, limit, options),
    );
}
if (wanted.length === 0 || wanted.includes('repeat')) {
  for (const scenario of memory.scenarios) jobs.push(() => tryMemory(scenario));
}
if (wanted.length === 0 || wanted.includes('seccomp')) {
  for (const [name, scenarios] of forbidden)
    for (const error of Object.keys(errors))
      jobs.push(() => tryForbidden(name, error, scenarios));
}

const waiting = jobs.values();
const workers = Array.from({ length: availableParallelism() }, async () => {
  for (const job of waiting) await job();
});
await Promise.all(workers);
console.log(
  `${injected} faults, ${tried} calls in want of something, ${failures} failures`,
);
process.exitCode = failures > 0 ? 1 : 0;
