// 2章 プロセス管理 (基礎編): プロセスの状態

import { readFileSync } from 'node:fs';
import { kill, waitpid } from 'posix-proc';
import { child, sleep, statOf, text, untilState } from './shared.js';

const sleeper = child(() => sleep(60));
const worker = child(() => {
  for (;;);
});
const stopped = child(() => sleep(60));
const zombie = child(() => {});
kill(stopped, 'SIGSTOP');

/** User and system time in seconds, of fields in hundredths. */
const cpuTime = (stat: string[]) => (Number(stat[11]) + Number(stat[12])) / 100;

while (cpuTime(statOf(worker) ?? []) < 0.1) sleep(0.01);

const boot = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'latin1'));

function row(pid: number, state: string, what: string) {
  untilState(pid, state);
  const stat = statOf(pid) ?? [];
  const start = new Date((Number(boot?.[1]) + Number(stat[19]) / 100) * 1000);
  const clock = start.toTimeString().slice(0, 5);
  const time = cpuTime(stat).toFixed(2);
  console.log(`${`${pid}`.padStart(7)} ${stat[0]}    ${clock} ${time} ${what}`);
}

console.log('    PID STAT START TIME COMMAND');
row(sleeper, 'S', text({ en: 'sleeps', ja: 'スリープ状態' }));
row(worker, 'R', text({ en: 'computes', ja: '実行可能状態' }));
row(stopped, 'T', text({ en: 'is stopped', ja: '停止状態' }));
row(zombie, 'Z', text({ en: 'has exited', ja: 'ゾンビ状態' }));

for (const pid of [sleeper, worker, stopped, zombie]) {
  kill(pid, 'SIGKILL');
  waitpid(pid);
}
