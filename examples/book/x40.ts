// Working With Unix Processes, appendix: Spyglass, a web server

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import {
  close,
  fork,
  getpid,
  getppid,
  kill,
  POLLIN,
  pipe,
  poll,
  read,
  waitpid,
  write,
} from 'posix-proc';
import { how, readAll, second, untilGone } from './shared.js';

/** The Lookout is alone until somebody comes. */
function lookout(connection: Socket) {
  console.log(`Lookout ${getpid()}: a connection`);
  const pid = fork();
  if (pid === 0) return master(connection);
  connection.destroy(); // it is the Master's
  console.log(`Master ${pid}: ${how(waitpid(pid))}`);
}

/** The Master starts workers, and ends them when there is nothing to do. */
function master(first: Socket) {
  const [news, tell] = pipe();
  const workers: number[] = [];
  for (let i = 0; i < 3; i++) {
    const pid = fork();
    if (pid === 0) {
      use = (connection) => work(connection, tell);
      if (i === 0) use(first);
      else first.destroy();
      return; // to its event loop, which accepts connections
    }
    workers.push(pid);
  }
  first.destroy();
  console.log(
    `Master ${getpid()} of ${getppid()}: workers ${workers.join(' ')}`,
  );

  let guests = 0;
  let timeout = -1; // the first is there
  while (poll([{ fd: news, events: POLLIN }], timeout)[0]?.revents) {
    for (const word of read(news, 100).toString())
      guests += word === '+' ? 1 : -1;
    timeout = guests > 0 ? -1 : Math.round(second / 4);
  }
  console.log(`Master ${getpid()}: nobody comes`);
  for (const pid of workers) {
    kill(pid, 'SIGTERM');
    console.log(`worker ${pid}: ${how(waitpid(pid))}`);
  }
  process.exit(0);
}

function work(connection: Socket, tell: number) {
  write(tell, '+');
  connection.resume().on('close', () => write(tell, '-'));
  connection.write(`worker ${getpid()} of Master ${getppid()}`);
}

let use = lookout; // what this process does with a connection
const server = createServer((connection) => use(connection));

/** So many at a time, who leave when each has its answer. */
async function visit(port: number, count: number): Promise<string[]> {
  const guests = Array.from({ length: count }, () =>
    connect(port, '127.0.0.1'),
  );
  const answers = await Promise.all(guests.map((it) => once(it, 'data')));
  await Promise.all(guests.map((it) => once(it.end(), 'close')));
  return answers.map(String);
}

async function main() {
  const [answer, tell] = pipe();
  const pid = fork();
  if (pid === 0) {
    process.once('SIGTERM', () => server.close()); // so that a worker does, too
    server.listen(0, '127.0.0.1', () => {
      write(tell, `${(server.address() as AddressInfo).port}`);
      close(tell);
    });
    return;
  }
  close(tell);
  const port = Number(readAll(answer));
  for (const guests of [3, 1]) {
    const answers = await visit(port, guests);
    for (const it of answers) console.log(`answered by ${it}`);
    untilGone(Number(answers[0]?.split(' ').at(-1)));
  }
  kill(pid, 'SIGTERM');
  console.log(`Lookout ${pid}: ${how(waitpid(pid))}`);
}
main();
