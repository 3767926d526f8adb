// 2章 プロセス管理 (基礎編): セッションとプロセスグループ, プロセスグループ

import { getpgid, kill, killpg, posix_spawn, waitpid } from 'posix-proc';
import { how, stateOf, text, untilState } from './shared.js';

const sleep = (setpgroup: number) =>
  posix_spawn('/bin/sleep', ['sleep', '60'], { setpgroup });

/** Two programs in one process group, as a shell starts a | b. */
function startJob(): [number, number] {
  const leader = sleep(0); // 0: a new group, whose number is the leader's pid
  const member = sleep(leader);
  const group = text({ en: 'process group', ja: 'プロセスグループ' });
  console.log(
    `${group} ${leader}: ${leader} → ${getpgid(leader)}, ${member} → ${getpgid(member)}`,
  );
  return [leader, member];
}

const job = startJob();
const other = startJob();

killpg(job[0], 'SIGTERM');
for (const pid of job) console.log(`killpg: ${pid} ${how(waitpid(pid))}`);
for (const pid of other) {
  untilState(pid, 'S'); // it may just have begun
  console.log(
    text({
      en: `untouched: ${pid} ${stateOf(pid)}`,
      ja: `影響なし: ${pid} ${stateOf(pid)}`,
    }),
  );
}

// The number without a sign is a pid.
kill(other[0], 'SIGTERM');
console.log(`kill(PGID): ${other[0]} ${how(waitpid(other[0]))}`);
console.log(`kill(PGID): ${other[1]} ${stateOf(other[1])}`);

// The group still has its number, though its leader is gone.
kill(-other[0], 'SIGTERM');
console.log(`kill(-PGID): ${other[1]} ${how(waitpid(other[1]))}`);
