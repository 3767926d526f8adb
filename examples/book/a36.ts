// 2章 プロセス管理 (基礎編): デーモン

import { kill, Pty, pause } from 'posix-proc';
import { stat } from 'posix-proc/proc';
import {
  background,
  child,
  sleep,
  stateOf,
  text,
  untilGone,
} from './shared.js';
import { psAjx, Screen } from './terminal.js';

/** What leads the session, as a shell does; what it has started, and a daemon. */
async function login() {
  const job = child(() => sleep(60));
  const daemon = await background(() => {
    for (;;) pause();
  });
  console.log(`job ${job}, daemon ${daemon.pid}`);
  for (;;) pause();
}

async function main() {
  const screen = new Screen(await Pty.fork(login));
  const started = await screen.shows(/job (\d+), daemon (\d+)\r/);
  const [job, daemon] = started.map(Number) as [number, number];
  console.log(text({ en: 'on the terminal', ja: '端末のセッション' }));
  psAjx(screen.pty.pid);
  console.log(text({ en: 'without one', ja: 'デーモンのセッション' }));
  psAjx(stat(daemon).session);

  screen.pty.destroy(); // as when its window is closed
  await screen.pty.wait();
  untilGone(job);
  const look = (pid: number) =>
    'SR'.includes(stateOf(pid) ?? '-')
      ? text({ en: 'goes on', ja: '動作中' })
      : text({ en: 'has ended', ja: '終了' });
  console.log(`${text({ en: 'the job', ja: 'ジョブ' })}: ${look(job)}`);
  console.log(`${text({ en: 'the daemon', ja: 'デーモン' })}: ${look(daemon)}`);
  kill(daemon, 'SIGTERM');
  untilGone(daemon);
}
main();
