// 2章 プロセス管理 (基礎編): プロセスグループ, ps aux | less

import { ctrlD, membersOf, psAjx, Shell, until } from './terminal.js';

async function main() {
  const shell = new Shell();
  const { pid } = shell.pty;
  // true ends at once, as ps does, and cat reads from the terminal, as less does.
  await shell.line('true | cat /dev/tty', async () => {
    await until(() => {
      const [, second, more] = membersOf(pid);
      return !more && second?.comm === 'cat' && second.state === 'S';
    });
    psAjx(pid);
    shell.type(ctrlD);
  });
  await shell.exit();
}
main();
