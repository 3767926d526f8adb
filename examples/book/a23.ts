// 2章 プロセス管理 (基礎編): ゾンビプロセスと孤児プロセス, 孤児プロセス

import { fork, getpid, getppid } from 'posix-proc';
import { sleep, text, untilEnded } from './shared.js';

const parent = getpid();

const zombie = fork();
if (zombie === 0) process.exit(0); // and nobody waits for it
untilEnded(zombie);

if (fork() === 0) {
  while (getppid() === parent) sleep(0.01);
  console.log(
    text({
      en: `orphan ${getpid()}: my parent was ${parent}, it is ${getppid()} now`,
      ja: `孤児プロセス ${getpid()}: 親は ${parent} だったが、今は ${getppid()}`,
    }),
  );
} else {
  console.log(
    text({
      en: `parent ${parent} ends and leaves an orphan and a zombie, ${zombie}`,
      ja: `親 ${parent} が先に終了し、孤児プロセスとゾンビプロセス ${zombie} が残る`,
    }),
  );
}
