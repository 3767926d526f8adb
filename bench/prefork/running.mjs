// A server of bench/prefork/server.mjs in a process of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const program = path.join(import.meta.dirname, 'server.mjs');

export async function run(kind, megabytes, workers, env = {}) {
  const server = spawn(
    process.execPath,
    [program, kind, `${megabytes}`, `${workers}`],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } },
  );
  const [line] = await once(server.stdout, 'data');
  return {
    ...JSON.parse(line),
    pid: server.pid,
    async stop() {
      const exit = once(server, 'exit');
      server.stdin.end();
      await exit;
    },
  };
}
