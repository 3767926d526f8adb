// 2章 プロセス管理 (基礎編): セッション, disown組み込みコマンド

import { kill, setChildSubreaper, waitpid } from 'posix-proc';
import { stat } from 'posix-proc/proc';
import { how, untilState } from './shared.js';
import { Shell } from './terminal.js';

async function main() {
  setChildSubreaper(true); // what the shell leaves becomes this program's
  const shell = new Shell();
  const job = await shell.job('sleep infinity');
  const other = await shell.job('sleep infinity');
  untilState(job, 'S');
  console.log(
    `parent: ${stat(job).ppid === shell.pty.pid ? 'the shell' : '?'}`,
  );
  await shell.line('disown %1');
  await shell.line('jobs');

  shell.pty.destroy();
  await shell.pty.wait();
  console.log(`the other: ${how(waitpid(other))}`);
  const { state, ppid, pgrp, tpgid } = stat(job);
  console.log(`disowned: state ${state}${pgrp === tpgid ? '+' : ''}`);
  console.log(`parent: ${ppid}`);
  kill(job, 'SIGTERM');
  waitpid(job);
}
main();
