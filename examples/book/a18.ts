// 2章 プロセス管理 (基礎編): プロセスの状態, アイドルプロセス

import { existsSync, readFileSync } from 'node:fs';
import { fork, kill, waitpid } from 'posix-proc';
import { stat } from 'posix-proc/proc';
import { codeOf, text } from './shared.js';

const there = existsSync('/proc/0')
  ? text({ en: 'a process', ja: 'プロセスがある' })
  : text({ en: 'no process', ja: 'プロセスはない' });
console.log(`/proc/0: ${there}`);
// A system may show everybody his own processes only.
const hidden = codeOf(() => stat(1)) === 'EACCES';
const parent = hidden ? '?' : stat(1).ppid;
console.log(
  text({ en: `the parent of 1: ${parent}`, ja: `1の親プロセス: ${parent}` }),
);

// user nice system idle iowait irq softirq steal, in hundredths of a second.
for (const line of readFileSync('/proc/stat', 'latin1').split('\n')) {
  const [cpu = '', ...ticks] = line.split(' ');
  if (!/^cpu\d/.test(cpu)) continue;
  const seconds = ticks.slice(0, 8).map((it) => Number(it) / 100);
  const all = seconds.reduce((sum, it) => sum + it).toFixed(0);
  const idle = seconds[3]?.toFixed(0);
  console.log(
    text({
      en: `${cpu}: idle for ${idle} of ${all} seconds`,
      ja: `${cpu}: ${all}秒のうちアイドル状態は${idle}秒`,
    }),
  );
}

// A number that no process has may mean something else.
const pid = fork();
if (pid === 0) {
  console.log(`fork(): ${pid}`);
  process.exit(0);
}
waitpid(pid);
console.log(`kill(0, 0): ${codeOf(() => kill(0, 0))}`);
