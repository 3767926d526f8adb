// 2章 プロセス管理 (基礎編): プロセスの終了

import { fork, kill, type WaitResult, wait4, waitpid } from 'posix-proc';
import { sleep, text } from './shared.js';

function work() {
  for (let i = 0; i < 1_000_000; i++);
}

function report(ended: WaitResult) {
  if (ended.kind === 'exited')
    console.log(
      text({
        en: `return value: ${ended.code}`,
        ja: `プロセスの戻り値: ${ended.code}`,
      }),
    );
  if (ended.kind === 'signaled')
    console.log(
      text({
        en: `signal: ${ended.signal} (${ended.signo})`,
        ja: `シグナル: ${ended.signal} (${ended.signo})`,
      }),
    );
}

const worker = fork();
if (worker === 0) {
  while (process.cpuUsage().user < 200_000) work(); // for 0.2 s of CPU time
  process.exit(3);
}
const sleeper = fork();
if (sleeper === 0) {
  sleep(60);
  process.exit(0);
}

const worked = wait4(worker);
report(worked);
kill(sleeper, 'SIGTERM');
report(waitpid(sleeper));

const { utime, stime } = worked.rusage;
const cpu = (utime + stime).toFixed(2);
console.log(
  text({
    en: `CPU time: ${cpu} s`,
    ja: `終了までに使ったCPU時間: ${cpu}秒`,
  }),
);
