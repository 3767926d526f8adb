// What a worker takes: the mean PSS of all in MB, when they have started, when they
// have answered so many requests (the mean, too), and when each has made a full
// garbage collection. And the same of all processes of the server, by worker.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { kill } from 'posix-proc';
import { smapsRollup, tree } from 'posix-proc/proc';
import { startLoad } from '../../test/support/load.mjs';
import { rest, serve } from '../fork/serve.mjs';
import { run } from './running.mjs';

const [, , kind, megabytes, workers, requests] = process.argv;

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const megabytesOf = (pids) =>
  sum(pids.map((pid) => Number(smapsRollup(pid).Pss))) / 1024;

const family = ({ pid, children }) => [pid, ...children.flatMap(family)];

/** Clients that come anew now and then, until each worker has had its share. */
async function load(port, pids, watch) {
  const answered = new Map(pids.map((pid) => [pid, 0]));
  const { stop } = startLoad({
    ...{ port, clients: 50, paths: ['/'], perConnection: 50 },
    identify(body) {
      const { pid } = JSON.parse(body);
      answered.set(pid, answered.get(pid) + 1);
    },
  });
  const mean = () => sum([...answered.values()]) / pids.length;
  while (mean() < Number(requests)) {
    await rest(100);
    watch(mean());
  }
  await stop();
  return Math.min(...answered.values());
}

async function collect(pids, folder) {
  for (const pid of pids) kill(pid, 'SIGPWR');
  while (readdirSync(folder).length < pids.length) await rest(20);
}

await serve(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'collected-'));
  const env = { COLLECTED: folder };
  const { pid, port, pids, stop } = await run(kind, megabytes, workers, env);
  const look = () => ({
    worker: megabytesOf(pids) / pids.length,
    all: megabytesOf(family(tree(pid))) / pids.length,
  });
  const started = look();
  const curve = [[0, started.worker]];
  const least = await load(port, pids, (mean) => {
    if (mean - curve.at(-1)[0] >= requests / 20)
      curve.push([Math.round(mean), look().worker]);
  });
  const served = look();
  await collect(pids, folder);
  const collected = look();
  await stop();
  rmSync(folder, { recursive: true });
  return { started, served, collected, least, curve };
});
