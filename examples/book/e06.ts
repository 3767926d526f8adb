// なるほどUnixプロセス: プロセスにはリソースの制限がある

import { close, dup, getrlimit, setrlimit } from 'posix-proc';
import { codeOf } from './shared.js';

const { soft, hard } = getrlimit('NOFILE');
console.log(`open files: soft ${soft}, hard ${hard}`);

/** Opens one descriptor more, and one more, up to an error or `most` of them. */
function openUntil(most: number): number[] {
  const opened: number[] = [];
  const why = codeOf(() => {
    while (opened.length < most) opened.push(dup(1));
  });
  const last = opened.at(-1) as number;
  console.log(`opened up to number ${last}: ${why}`);
  return opened;
}

const room = BigInt(dup(1)) + 8n; // the lowest that is free, and some more
setrlimit('NOFILE', { soft: room, hard });
console.log(`soft limit: ${getrlimit('NOFILE').soft}`);
const opened = openUntil(100);

setrlimit('NOFILE', { soft: hard, hard });
console.log(`soft limit: ${getrlimit('NOFILE').soft}`);
opened.push(...openUntil(100));

const above = codeOf(() => setrlimit('NOFILE', { soft: hard + 1n, hard }));
console.log(`soft limit above the hard one: ${above}`);
for (const fd of opened) close(fd);
