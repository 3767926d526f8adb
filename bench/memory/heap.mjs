// How much of a heap of 300 MB a child makes its own, in MB: 'nothing' is right
// after fork(), 'idle' two seconds later, 'serve' after 2,000 requests of HTTP
// to itself, 'gc' after a full garbage collection.

import { once } from 'node:events';
import http from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { _exit, close, fork, pipe, read, waitpid, write } from 'posix-proc';
import { smapsRollup } from 'posix-proc/proc';
import { rest, serve } from '../fork/serve.mjs';

const [kind] = process.argv.slice(2);
setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
const heap = [];
while (process.memoryUsage().heapUsed < 300e6) {
  for (let i = 0; i < 10_000; i++) heap.push({ id: i, name: `number ${i}` });
}
gc();
gc();

async function requests() {
  const server = http.createServer((_, response) => {
    const body = JSON.stringify(heap.slice(0, 100));
    response.end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const agent = new http.Agent({ keepAlive: true });
  for (let i = 0; i < 2000; i++) {
    const [response] = await once(
      http.get({ port: server.address().port, host: '127.0.0.1', agent }),
      'response',
    );
    response.resume();
    await once(response, 'end');
  }
}

const tasks = { nothing() {}, idle: () => rest(2000), serve: requests, gc };

const own = () => Number(smapsRollup('self').Private_Dirty) / 1024;

await serve(async () => {
  await rest(100);
  const [r, w] = pipe();
  const pid = fork();
  if (pid === 0) {
    await tasks[kind]();
    write(w, `${own()}`);
    _exit(0);
  }
  const megabytes = Number(read(r, 100).toString());
  waitpid(pid);
  close(r);
  close(w);
  return { megabytes };
});
