// 2章 プロセス管理 (基礎編): セッション, ps ajx

import { ctrlD, membersOf, psAjx, Shell, until } from './terminal.js';

async function main() {
  const shell = new Shell();
  const { pid } = shell.pty;
  await shell.line('sleep infinity &');
  await shell.line('echo $$');
  await shell.line('cat | cat', async () => {
    // Both read.
    await until(
      () =>
        membersOf(pid).filter((it) => it.comm === 'cat' && it.state === 'S')
          .length === 2,
    );
    psAjx(pid);
    shell.type(ctrlD);
  });
  await shell.line('kill %1');
  await shell.exit();
}
main();
