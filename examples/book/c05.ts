// プロセス制御: exit関数, 異常終了

import { abort, fork, raise, waitpid } from 'posix-proc';
import { how } from './shared.js';

function end(name: string, main: () => void) {
  const pid = fork();
  if (pid === 0) {
    process.on('exit', () => console.log('  exit listener'));
    main();
    process.exit(0);
  }
  console.log(`${name}: ${how(waitpid(pid))}`);
}

end('abort()', () => abort());
end('SIGFPE', () => raise('SIGFPE'));

// What SIGFPE stands for in C is no signal here: division by zero.
end(`1 / 0 is ${1 / 0}`, () => {});
