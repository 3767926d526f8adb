// プロセス制御: exit関数, プロセスの終了方法は5通り

import { Worker } from 'node:worker_threads';
import { _exit, fork, waitpid } from 'posix-proc';
import { how } from './shared.js';

/** A thread that is still at work when the main script has come to its end. */
function startThread(end: string) {
  const script = `setTimeout(() => {
    require('node:fs').writeSync(1, '  the last thread ends\\n');
    ${end};
  }, 100);`;
  new Worker(script, { eval: true }).on('exit', (status) => {
    process.exitCode = 10 + status;
  });
}

const ways = {
  'return from main': () => {
    process.exitCode = 1; // what main returns, in C
  },
  'exit(2)': () => process.exit(2),
  '_exit(3)': () => _exit(3),
  'the last thread returns': () => startThread(''),
  'the last thread exits with 5': () => startThread('process.exit(5)'),
};

function main() {
  for (const [name, leave] of Object.entries(ways)) {
    const pid = fork();
    if (pid === 0) {
      process.on('exit', () => console.log('  exit listener'));
      leave();
      return;
    }
    console.log(`${name}: ${how(waitpid(pid))}`);
  }
}

main();
