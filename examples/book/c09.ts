// プロセス制御: exit関数, 親の前に子が終了する場合, ps -fl

import { fork, O_WRONLY, posix_spawnp, waitpid } from 'posix-proc';
import { codeOf, how, stateOf, untilEnded } from './shared.js';

const pid = fork();
if (pid === 0) process.exit(9);
untilEnded(pid);

// Not every system has a ps, and not every ps these options.
function ps() {
  const argv = ['ps', '-fl', '-p', `${pid}`];
  const { status } = waitpid(
    posix_spawnp('ps', argv, {
      fileActions: [['open', 2, '/dev/null', O_WRONLY]],
    }),
  );
  if (status !== 0) console.log('no row of ps');
}
if (codeOf(ps) === 'ENOENT') console.log('no row of ps');

console.log(`/proc/${pid}/stat: ${stateOf(pid)}`);
console.log(`waitpid(${pid}): ${how(waitpid(pid))}`);
console.log(`/proc/${pid}/stat: ${stateOf(pid) ?? 'no such process'}`);
