// A daemon in the steps of the books: an HTTP server in the background.
// node daemon-by-hand.js [port] prints its pid and its address, and ends.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as posix from 'posix-proc';

const [answer, tell] = posix.pipe();

const child = posix.fork();
if (child > 0) {
  // The program that was called ends when the daemon has said how it went.
  posix.close(tell);
  posix.waitpid(child);
  const words = posix.read(answer, 1000).toString();
  console.log(words || 'the daemon did not start');
  process.exitCode = words.startsWith('pid ') ? 0 : 1;
} else {
  posix.setsid(); // out of the session of the terminal
  if (posix.fork() > 0) posix._exit(0); // only a leader could get a terminal again
  posix.chdir('/'); // keeps no file system busy
  posix.umask(0o022); // whatever the caller's was
  const nowhere = posix.open('/dev/null', posix.O_RDWR);
  for (const fd of [0, 1, 2]) posix.dup2(nowhere, fd);
  posix.close(nowhere);

  const report = (words: string) => {
    posix.write(tell, words);
    posix.close(tell);
  };
  const server = createServer((request, response) => {
    response.end(`${request.url} from process ${posix.getpid()}\n`);
  });
  server.on('error', ({ message }) => report(message));
  server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    report(`pid ${posix.getpid()}, http://127.0.0.1:${port}/`);
  });
  process.once('SIGTERM', () => server.close());
}
