// 2章 プロセス管理 (基礎編): ジョブ管理
// The session of the book in examples/minish, on a terminal of its own.

import { ctrlZ, Shell } from './terminal.js';

async function main() {
  const shell = new Shell();
  await shell.line('sleep infinity &');
  await shell.line('sleep infinity &');
  await shell.line('jobs');
  await shell.line('fg 1', async () => {
    await shell.foreground('sleep');
    shell.type(ctrlZ);
  });
  await shell.line('echo $?');
  await shell.line('jobs');
  await shell.line('kill %1 %2');
  await shell.exit();
}
main();
