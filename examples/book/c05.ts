// プロセス制御: exit関数, 異常終了

import { abort, fexecve, fork, raise, waitpid } from 'posix-proc';
import { how, machineCode } from './shared.js';

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

// What a C compiler makes of a division by zero.
const division = machineCode(
  ...[0x31, 0xc9], // xor ecx, ecx
  ...[0xf7, 0xf1], // div ecx
);
end('7 / 0 in C', () => fexecve(division, ['division'], {}));

// It is no signal here.
end(`1 / 0 is ${1 / 0}`, () => {});
