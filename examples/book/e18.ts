// なるほどUnixプロセス: デーモンプロセス

import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { close, getpid, kill, pipe, write } from 'posix-proc';
import { stat } from 'posix-proc/proc';
import { background, readAll, untilGone } from './shared.js';

const [answer, tell] = pipe();

/** In the background, on the event loop of this process. */
async function serve() {
  const server = createServer(({ url }, response) => {
    response.end(`${url} from process ${getpid()}`);
  });
  server.listen(0, '127.0.0.1', () => {
    write(tell, `${(server.address() as AddressInfo).port}`);
    close(tell);
  });
  process.once('SIGTERM', () => server.close());
  await once(server, 'close');
}

async function ask(daemon: number) {
  close(tell);
  const port = Number(readAll(answer));
  const request = async (path: string) => {
    const options = { host: '127.0.0.1', port, path, agent: false as const };
    const [response] = await once(get(options), 'response');
    return text(response);
  };
  for (const path of ['/first', '/second']) console.log(await request(path));

  const { ppid, session, tty_nr, tpgid } = stat(daemon);
  console.log(`daemon ${daemon}: parent ${ppid}, session ${session}`);
  console.log(`terminal ${tty_nr}, foreground group ${tpgid}`);

  kill(daemon, 'SIGTERM');
  untilGone(daemon);
  const refused = await request('/third').catch(({ code }) => code);
  console.log(`after SIGTERM: ${refused}`);
}

background(serve).then(({ pid }) => ask(pid));
