// From the call that starts a worker to its first response.

import http from 'node:http';
import { now, rest, serve } from '../fork/serve.mjs';
import { kinds } from './kinds.mjs';

const [, , kind, megabytes] = process.argv;
const server = await kinds[kind](Number(megabytes), 0);

const respond = () =>
  new Promise((resolve, reject) => {
    const { port } = server;
    http
      .get({ port, host: '127.0.0.1', agent: false }, (response) =>
        response.resume().on('end', resolve),
      )
      .on('error', reject);
  });

await serve(async () => {
  const before = now();
  const end = await server.startOne();
  await respond();
  const time = now() - before;
  await end();
  await rest(50);
  return { time };
});
process.exit();
