// 2章 プロセス管理 (基礎編): ゾンビプロセスと孤児プロセス, ゾンビプロセス

import { fork, kill, waitpid } from 'posix-proc';
import { stateOf, text, untilEnded } from './shared.js';

// Signal 0 is sent to nobody: kill only looks whether there is such a process.
function look(pid: number): string {
  try {
    kill(pid, 0);
    return text({ en: 'found', ja: '見つかる' });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'failed';
  }
}

const pid = fork();
if (pid === 0) process.exit(7);

untilEnded(pid);
console.log(
  text({
    en: `child ${pid} has exited: state ${stateOf(pid)}, kill(${pid}, 0): ${look(pid)}`,
    ja: `子プロセス ${pid} は終了した: 状態 ${stateOf(pid)}, kill(${pid}, 0): ${look(pid)}`,
  }),
);

const { status } = waitpid(pid);
console.log(
  text({
    en: `waitpid(${pid}): status 0x${status.toString(16)}`,
    ja: `waitpid(${pid}): 終了状態 0x${status.toString(16)}`,
  }),
);
console.log(
  text({
    en: `child ${pid} has been waited for: kill(${pid}, 0): ${look(pid)}`,
    ja: `子プロセス ${pid} の終了状態を得た: kill(${pid}, 0): ${look(pid)}`,
  }),
);
