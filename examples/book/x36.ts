// Working With Unix Processes: Spawning Terminal Processes

import { text } from 'node:stream/consumers';
import {
  close,
  describeStatus,
  execlp,
  fork,
  pipe,
  posix_spawn,
  spawn,
  system,
  waitpid,
} from 'posix-proc';
import { how, readAll } from './shared.js';

/** `command`, in backticks: what it prints is the value. */
function backticks(command: string): string {
  const [r, w] = pipe();
  const pid = posix_spawn('/bin/sh', ['sh', '-c', command], {
    fileActions: [['dup2', w, 1]],
  });
  close(w);
  const output = readAll(r);
  close(r);
  waitpid(pid);
  return output;
}

async function main() {
  // exec: the program in place of this one, so in a child of its own.
  const pid = fork();
  if (pid === 0) execlp('echo', 'echo', 'exec: hello');
  waitpid(pid);

  // system: it prints where this program does, and its status is returned.
  const status = system('echo system: hello; exit 3');
  console.log(`system() returned: ${describeStatus(status)}`);

  const lines = backticks('echo one; echo two').split('\n');
  console.log(`backticks: ${JSON.stringify(lines)}`);

  // Process.spawn: it does not wait. Here with an environment, and with
  // standard error going where standard output goes.
  const spawned = posix_spawn(
    '/bin/sh',
    ['sh', '-c', 'echo "spawn: $GREETING"; echo "spawn: an error" >&2'],
    { env: { GREETING: 'hello' }, fileActions: [['dup2', 1, 2]] },
  );
  console.log(`spawn returned: ${how(waitpid(spawned))}`);

  // IO.popen: a stream to the program, and one from it.
  const sort = spawn('sort');
  sort.stdin.end('pear\napple\nfig\n');
  const sorted = (await text(sort.stdout)).trim().split('\n');
  console.log(`popen: ${sorted.join(', ')}`);
  await sort.wait();

  // Open3.popen3: three streams.
  const script = 'read line; echo "got $line"; echo "no more" >&2; exit 4';
  const child = spawn('/bin/sh', ['-c', script]);
  child.stdin.end('a line\n');
  const [out, err] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
  ]);
  console.log(`popen3 stdout: ${out.trim()}`);
  console.log(`popen3 stderr: ${err.trim()}`);
  console.log(
    `popen3 returned: ${describeStatus((await child.wait()).status)}`,
  );
}

main();
