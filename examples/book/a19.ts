// 2章 プロセス管理 (基礎編): プロセスの終了, exit_group()

import { readFileSync } from 'node:fs';
import {
  _exit,
  close,
  fork,
  P_PID,
  pipe,
  read,
  WEXITED,
  WNOWAIT,
  waitid,
  waitpid,
  write,
} from 'posix-proc';
import { text } from './shared.js';

/** Threads and memory of a process; a zombie has no line about memory. */
function look(pid: number): string {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const threads = /^Threads:\s+(\d+)$/m.exec(status)?.[1];
  const memory = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0;
  return text({
    en: `threads ${threads}, memory ${memory} kB`,
    ja: `スレッド ${threads}, メモリ ${memory} kB`,
  });
}

function watch(name: string, exit: (status: number) => void, status: number) {
  const [ready, tellReady] = pipe();
  const [go, tellGo] = pipe();
  const pid = fork();
  if (pid === 0) {
    write(tellReady, '.');
    read(go, 1);
    exit(status);
  }
  read(ready, 1);
  const running = look(pid);
  write(tellGo, '.');
  waitid(P_PID, pid, WEXITED | WNOWAIT); // ended, and still in the table
  const ended = look(pid);
  console.log(`${name}(${status}): ${running} → ${ended}`);
  const result = waitpid(pid);
  if (result.kind === 'exited') console.log(`waitpid(): ${result.code}`);
  for (const fd of [ready, tellReady, go, tellGo]) close(fd);
}

watch('_exit', _exit, 3);
watch('process.exit', process.exit, 4);
