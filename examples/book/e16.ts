// なるほどUnixプロセス: ゾンビプロセス, デタッチ

import { SIG_IGN, sigaction, waitpid, waitpidAsync } from 'posix-proc';
import { child, codeOf, how, stateOf, untilEnded } from './shared.js';

const look = (pid: number) => stateOf(pid) ?? 'gone';

async function main() {
  // Nobody asks for its status: it stays.
  const zombie = child(() => {});
  untilEnded(zombie);
  console.log(`not waited for: ${look(zombie)}`);

  // Somebody asks, beside the program's work, which goes on.
  const ended = waitpidAsync(zombie);
  console.log('the program does something else');
  console.log(`waitpidAsync(): ${how(await ended)}, ${look(zombie)}`);

  // Or the kernel is told that nobody will ever ask.
  sigaction('SIGCHLD', { handler: SIG_IGN });
  const ignored = child(() => {});
  const code = codeOf(() => waitpid(ignored)); // comes when it has ended
  console.log(`SIGCHLD ignored: ${code}, ${look(ignored)}`);
}

main();
