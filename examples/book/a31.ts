// 2章 プロセス管理 (基礎編): セッション, nohupコマンド

import { kill, setChildSubreaper, waitpid } from 'posix-proc';
import { cmdline, status } from 'posix-proc/proc';
import { how, stateOf } from './shared.js';
import { Shell, until } from './terminal.js';

async function main() {
  setChildSubreaper(true); // what the shell leaves becomes this program's
  const shell = new Shell();
  const plain = await shell.job('sleep infinity');
  const kept = await shell.job('nohup sleep infinity > /dev/null 2>&1');
  await until(() => cmdline(kept)[0] === 'sleep' && stateOf(kept) === 'S');
  for (const pid of [plain, kept])
    console.log(
      `${pid} ignores SIGHUP: ${status(pid).SigIgn.includes('SIGHUP')}`,
    );

  shell.pty.destroy();
  await shell.pty.wait();
  console.log(`sleep: ${how(waitpid(plain))}`);
  console.log(`nohup sleep: state ${stateOf(kept)}`);
  kill(kept, 'SIGTERM');
  console.log(`nohup sleep: ${how(waitpid(kept))}`);
}
main();
