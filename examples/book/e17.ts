// なるほどUnixプロセス: プロセスは通信できる

import {
  AF_UNIX,
  close,
  fork,
  POLLIN,
  pipe,
  poll,
  read,
  SOCK_STREAM,
  socketpair,
  waitpid,
  write,
} from 'posix-proc';
import { codeOf } from './shared.js';

const [r, w] = pipe();
const writer = fork();
if (writer === 0) {
  close(r);
  write(w, 'a word from the child');
  process.exit(0);
}
waitpid(writer);
console.log(`pipe: ${read(r, 100)}`);
console.log(`the wrong way: ${codeOf(() => write(r, 'a word'))}`);

// The child's end is closed, but there is one more.
const [end] = poll([{ fd: r, events: POLLIN }], 0);
console.log(`one writer left: ${end?.revents ? 'end of file' : 'nothing yet'}`);
close(w);
console.log(`no writer left: ${read(r, 100).length} bytes`);

const [ours, theirs] = socketpair(AF_UNIX, SOCK_STREAM);
const answerer = fork();
if (answerer === 0) {
  close(ours);
  const question = read(theirs, 100);
  write(theirs, `${question} Fine!`);
  process.exit(0);
}
close(theirs);
write(ours, 'How are you?');
console.log(`socket: ${read(ours, 100)}`);
console.log(`socket: ${read(ours, 100).length} bytes`);
waitpid(answerer);
