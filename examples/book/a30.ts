// 2章 プロセス管理 (基礎編): セッション, 端末のハングアップ

import { setChildSubreaper, waitpid } from 'posix-proc';
import { how } from './shared.js';
import { ctrlZ, Shell } from './terminal.js';

async function main() {
  // What the shell leaves becomes this program's, and it is told how it ended.
  setChildSubreaper(true);
  const shell = new Shell();
  const running = await shell.job('sleep infinity');
  let stopped = 0;
  await shell.line('sleep infinity', async () => {
    stopped = await shell.foreground('sleep');
    shell.type(ctrlZ);
  });

  shell.pty.destroy(); // as when its window is closed
  console.log(`the shell: ${how(await shell.pty.wait())}`);
  console.log(`the running job: ${how(waitpid(running))}`);
  console.log(`the stopped job: ${how(waitpid(stopped))}`);
}
main();
