// 2章 プロセス管理 (基礎編): posix_spawn()関数, 利用するのがおすすめの場合

import { execve, fork, posix_spawn, umask, waitpid } from 'posix-proc';
import { text } from './shared.js';

const secret = Math.random().toString(36).slice(2, 8);
const sh = (script: string) => ['sh', '-c', script];

umask(0o022);
console.log(`parent: secret ${secret}, umask 0022`);

// Go on with what the program has in memory: only fork() can.
const copy = fork();
if (copy === 0) {
  console.log(`fork(): secret ${secret}`);
  process.exit(0);
}
waitpid(copy);

// Another program, and a step before it that posix_spawn() has no word for:
// fork(), the step, execve().
const stepped = fork();
if (stepped === 0) {
  umask(0o077);
  execve('/bin/sh', sh('echo "fork() + execve(): umask $(umask)"'), {});
}
waitpid(stepped);

// Another program and nothing else: posix_spawn().
const plain = sh('echo "posix_spawn(): umask $(umask)"');
waitpid(posix_spawn('/bin/sh', plain, { env: {} }));

// What the copy of a whole process costs, when it is thrown away at once.
function fastest(start: () => number): string {
  const times = Array.from({ length: 10 }, () => {
    const begin = performance.now();
    waitpid(start());
    return performance.now() - begin;
  });
  return `${Math.min(...times).toFixed(2)} ms`;
}
const byFork = fastest(() => {
  const pid = fork();
  if (pid === 0) execve('/bin/true', ['true'], {});
  return pid;
});
const bySpawn = fastest(() => posix_spawn('/bin/true', ['true'], { env: {} }));
console.log(
  text({
    en: `to run true: fork() + execve() ${byFork}, posix_spawn() ${bySpawn}`,
    ja: `trueの実行時間: fork() + execve() ${byFork}, posix_spawn() ${bySpawn}`,
  }),
);
