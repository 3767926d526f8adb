// 第3章 プロセス管理: _exit(), exit()
// In Korean: Chapter 3. 프로세스 관리, 종료 처리

import { _exit, fork, waitpid } from 'posix-proc';
import { how, text } from './shared.js';

// As a stream of the C library: text is kept in memory, and what is left of it
// is written when the program exits.
let buffer = '';
const flush = () => process.stdout.write(buffer);
process.on('exit', flush);

function main() {
  const ways = {
    return: () => {},
    'process.exit()': () => process.exit(),
    '_exit(0)': () => _exit(0),
  };
  for (const [name, leave] of Object.entries(ways)) {
    const pid = fork();
    if (pid === 0) {
      buffer = text({
        en: `${name}: text of the buffer\n`,
        ja: `${name}: バッファの内容\n`,
        ko: `${name}: 버퍼의 내용\n`,
      });
      leave();
      return; // the child's script ends here
    }
    console.log(`${name}: ${how(waitpid(pid))}`);
  }
}

main();
