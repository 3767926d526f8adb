// 3章 プロセス管理: プロセスの生成には大きく2つの目的がある

import {
  _exit,
  close,
  fork,
  pipe,
  posix_spawnp,
  waitpid,
  write,
} from 'posix-proc';
import { how, readAll, text } from './shared.js';

// One program in several processes: each serves some of the requests.
const requests = ['/a', '/b', '/c', '/d', '/e', '/f'];
const workers = 3;
const [answers, answer] = pipe();
const pids = [];
for (let worker = 0; worker < workers; worker++) {
  const pid = fork();
  if (pid === 0) {
    for (const request of requests.filter((_, i) => i % workers === worker))
      write(answer, `${request}: 200, ${process.pid}\n`);
    _exit(0);
  }
  pids.push(pid);
}
close(answer);
process.stdout.write(readAll(answers));
for (const pid of pids)
  console.log(
    `${text({ en: 'worker', ja: 'ワーカー' })} ${pid}: ${how(waitpid(pid))}`,
  );

// Another program.
const program = posix_spawnp('echo', ['echo', 'hello']);
console.log(`echo ${program}: ${how(waitpid(program))}`);
