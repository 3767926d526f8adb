// Working With Unix Processes: Processes Have Resource Limits

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeStatus,
  execv,
  fork,
  getrlimit,
  kill,
  prlimit,
  RLIM_INFINITY,
  setrlimit,
  waitpid,
} from 'posix-proc';
import { sleep } from './shared.js';

const value = (limit: bigint) =>
  limit === RLIM_INFINITY ? 'infinity' : `${limit}`;
for (const resource of ['NOFILE', 'NPROC', 'STACK', 'FSIZE'] as const) {
  const { soft, hard } = getrlimit(resource);
  console.log(`${resource}: soft ${value(soft)}, hard ${value(hard)}`);
}

/** Anybody may lower a limit, the hard one too. */
const both = (limit: bigint) => ({ soft: limit, hard: limit });

const program = fork();
if (program === 0) {
  setrlimit('NOFILE', both(50n));
  execv('/bin/sh', ['sh', '-c', 'echo "a program has NOFILE: $(ulimit -n)"']);
}
waitpid(program);

const folder = mkdtempSync(join(tmpdir(), 'book-'));
const file = join(folder, 'file');
const writer = fork();
if (writer === 0) {
  setrlimit('CORE', both(0n));
  setrlimit('FSIZE', both(4096n));
  execv('/bin/sh', ['sh', '-c', 'exec head -c 100000 /dev/zero >"$0"', file]);
}
console.log(`the writer: ${describeStatus(waitpid(writer).status)}`);
console.log(`it has written: ${statSync(file).size}`);
rmSync(folder, { recursive: true });

const other = fork();
if (other === 0) sleep(60);
prlimit(other, 'STACK', both(65536n));
console.log(`another process has STACK: ${prlimit(other, 'STACK').soft}`);
console.log(`this one has it still: ${value(getrlimit('STACK').soft)}`);
kill(other, 'SIGKILL');
waitpid(other);
