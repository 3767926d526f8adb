// Working With Unix Processes, appendix: Preforking Servers

import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  fork,
  getpid,
  kill,
  Pty,
  pipe,
  read,
  readAsync,
  signal,
  wait,
  write,
} from 'posix-proc';
import { how } from './shared.js';
import { ctrlC, Screen } from './terminal.js';

const [accepted, accept] = pipe();
const [gate, open] = pipe();

const server = createServer((connection) => {
  write(accept, '.');
  read(gate, 1); // at work: it takes no other connection meanwhile
  connection.end(`${getpid()}`);
});

/** Listens once, and leaves the rest to its workers. */
async function master() {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const pids: number[] = [];
  for (let i = 0; i < 3; i++) {
    const pid = fork();
    if (pid === 0) return once(server, 'close'); // it accepts on the same socket
    pids.push(pid);
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  signal('SIGINT', () => console.log('the master heard SIGINT'));
  console.log(`workers ${pids.join(' ')} on port ${port}`);
  for (const _ of pids) {
    const ended = wait();
    console.log(`worker ${ended.pid}: ${how(ended)}`);
  }
}

/** As many connections at a time; who answers them. */
async function ask(port: number, count: number): Promise<string[]> {
  const answers = [];
  for (let i = 0; i < count; i++) {
    answers.push(text(connect(port, '127.0.0.1')));
    await readAsync(accepted, 1);
  }
  write(open, '.'.repeat(count));
  return Promise.all(answers);
}

async function main() {
  const screen = new Screen(await Pty.fork(master));
  const port = Number(await screen.shows(/on port (\d+)\r/));
  screen.print();

  const three = await ask(port, 3);
  console.log(`three at once, answered by ${three.join(' ')}`);
  kill(Number(three[0]), 'SIGKILL');
  await screen.shows(/killed/);
  screen.print();
  const two = await ask(port, 2);
  console.log(`two at once, answered by ${two.join(' ')}`);

  screen.type(ctrlC);
  await screen.end();
}
main();
