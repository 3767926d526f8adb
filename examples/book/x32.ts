// Working With Unix Processes: Zombie Processes

import { setTimeout as pause } from 'node:timers/promises';
import { detach, posix_spawn, waitpid } from 'posix-proc';
import { child, codeOf, stateOf, untilEnded } from './shared.js';

/** Not every system has a ps, and not every ps this option. */
function ps(pid: number) {
  const command =
    'ps -o pid=,state= -p "$0" 2>/dev/null || echo "no row of ps"';
  waitpid(posix_spawn('/bin/sh', ['sh', '-c', command, `${pid}`]));
}

async function main() {
  const zombie = child(() => {});
  untilEnded(zombie);
  console.log(`nobody waits for ${zombie}: ${stateOf(zombie)}`);
  ps(zombie);
  waitpid(zombie);
  console.log(`waitpid(): ${stateOf(zombie) ?? 'gone'}`);
  ps(zombie);

  const detached = child(() => {});
  detach(detached);
  while (stateOf(detached)) await pause(10); // the event loop takes it away
  console.log(`detach(): ${codeOf(() => waitpid(detached))}`);
}

main();
