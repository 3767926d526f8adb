// 2章 プロセス管理 (基礎編): シグナル, シグナルハンドラ

import {
  close,
  fork,
  pipe,
  read,
  sigaction,
  WNOHANG,
  waitpid,
} from 'posix-proc';
import { codeOf, text } from './shared.js';

let running = 3;
let calls = 0;

// Registered in advance: no child can end too early.
sigaction('SIGCHLD', {
  handler() {
    calls++;
    // Signals of the same kind are not counted: one call may stand for several
    // children, and the next may find nothing to do.
    while (running > 0) {
      const ended = waitpid(-1, WNOHANG);
      if (!ended) return; // the others still run
      running--;
      if (ended.kind === 'exited')
        console.log(
          text({
            en: `SIGCHLD handler: child ${ended.pid} exited with ${ended.code}`,
            ja: `SIGCHLDハンドラ: 子プロセス ${ended.pid} の戻り値は ${ended.code}`,
          }),
        );
    }
  },
});

const [r, w] = pipe();
for (let code = 1; code <= running; code++) {
  const pid = fork();
  if (pid === 0) {
    close(w);
    read(r, 1); // until the parent closes its end, for all three at once
    process.exit(code);
  }
  console.log(
    text({
      en: `child ${pid} will exit with ${code}`,
      ja: `子プロセス ${pid} は ${code} を返す`,
    }),
  );
}
close(w);

const timer = setInterval(() => {
  if (running > 0) return;
  clearInterval(timer);
  console.log(text({ en: `calls: ${calls}`, ja: `呼び出し: ${calls}回` }));
  console.log(`waitpid(-1): ${codeOf(() => waitpid(-1, WNOHANG))}`);
}, 10);
