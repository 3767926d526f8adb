// 2章 プロセス管理 (基礎編): シグナル, the table

import {
  kill,
  posix_spawn,
  SIGKILL,
  sigaction,
  type WaitResult,
  WCONTINUED,
  WUNTRACED,
  waitpid,
} from 'posix-proc';
import { codeOf, text } from './shared.js';

const start = () => posix_spawn('/bin/sleep', ['sleep', '60']);

function show(sent: string, found: WaitResult | null) {
  if (found?.kind === 'stopped')
    console.log(
      text({
        en: `${sent}: stopped (${found.signo})`,
        ja: `${sent}: 停止した (${found.signo})`,
      }),
    );
  if (found?.kind === 'continued')
    console.log(text({ en: `${sent}: goes on`, ja: `${sent}: 再開した` }));
  if (found?.kind === 'signaled')
    console.log(
      text({
        en: `${sent}: ended (${found.signo})`,
        ja: `${sent}: 終了した (${found.signo})`,
      }),
    );
}

const first = start();
kill(first, 'SIGSTOP');
show('SIGSTOP', waitpid(first, WUNTRACED));
kill(first, 'SIGCONT');
show('SIGCONT', waitpid(first, WCONTINUED));
kill(first, 'SIGINT');
show('SIGINT', waitpid(first));

const refused = codeOf(() => sigaction(SIGKILL, { handler() {} }));
console.log(`sigaction(SIGKILL): ${refused}`);

const second = start();
// A handler alone does not keep a program alive.
const alive = setInterval(() => {}, 1000);
sigaction('SIGCHLD', {
  handler(signo, { pid }) {
    console.log(
      text({
        en: `signal ${signo} received: child ${pid} of ${second}`,
        ja: `シグナル ${signo} を受信: 子プロセス ${pid} / ${second}`,
      }),
    );
    show('SIGKILL', waitpid(second));
    clearInterval(alive);
  },
});
kill(second, 'SIGKILL');
