// なるほどUnixプロセス: プロセスには環境がある

import { execve, fork, posix_spawn, waitpid } from 'posix-proc';

process.env.TEST_ENV = 'TEST'; // export TEST_ENV="TEST"

const script = `
  echo "sh: $TEST_ENV"
  TEST_ENV=changed
  echo "sh: $TEST_ENV"`;
waitpid(posix_spawn('/bin/sh', ['sh', '-c', script]));
console.log(`parent: ${process.env.TEST_ENV}`);

const copy = fork();
if (copy === 0) {
  console.log(`fork(): ${process.env.TEST_ENV}`);
  process.env.TEST_ENV = 'changed';
  process.exit(0);
}
waitpid(copy);
console.log(`parent: ${process.env.TEST_ENV}`);

const show = (name: string) => [
  'sh',
  '-c',
  `echo "${name}: \${TEST_ENV-none}"`,
];
const other = fork();
if (other === 0)
  execve('/bin/sh', show('execve()'), { ...process.env, TEST_ENV: 'another' });
waitpid(other);
waitpid(posix_spawn('/bin/sh', show('empty'), { env: {} }));
