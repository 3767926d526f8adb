// 3章 プロセス管理: プロセスの生成には大きく2つの目的がある

import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as body } from 'node:stream/consumers';
import { getpid, posix_spawnp, waitpid } from 'posix-proc';
import { prefork } from 'posix-proc/daemon';
import { how, text } from './shared.js';

const socketPath = join(tmpdir(), `b01-${getpid()}`);

async function main() {
  // One program in several processes: each serves some of the requests.
  const master = await prefork({
    listen: { path: socketPath },
    workers: 3,
    setup: () => ({ answer: '200' }),
    worker: ({ answer }, self) =>
      self.listen(
        createServer(({ url }, response) => {
          response.end(`${url}: ${answer}, ${getpid()}`);
        }),
      ),
  });
  for (const path of ['/a', '/b', '/c', '/d', '/e', '/f']) {
    const request = get({ socketPath, path, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    console.log(await body(response));
  }
  for (const { pid, requests } of master.workers())
    console.log(
      `${text({ en: 'worker', ja: 'ワーカー' })} ${pid}: ${requests}`,
    );
  await master.stop();

  // Another program.
  const program = posix_spawnp('echo', ['echo', 'hello']);
  console.log(`echo ${program}: ${how(waitpid(program))}`);
}
main();
