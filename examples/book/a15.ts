// 2章 プロセス管理 (基礎編): プロセスの親子関係

import { getpid } from 'posix-proc';
import { list, type Stat, stat, type Tree, tree } from 'posix-proc/proc';
import { text } from './shared.js';

// A system may show everybody his own processes only: EACCES.
function look(pid: number): Stat | undefined {
  try {
    return stat(pid);
  } catch (error) {
    console.log(`stat(${pid}): ${(error as NodeJS.ErrnoException).code}`);
    return undefined;
  }
}

// From this process to the one that has no parent: 0 is nobody's pid.
const chain: Stat[] = [];
for (let it = look(getpid()); it; it = it.ppid ? look(it.ppid) : undefined)
  chain.unshift(it);

// Times of start are counted in hundredths of a second, from boot.
const seconds = (ticks: bigint) => (Number(ticks) / 100).toFixed(2);

console.log('   PPID     PID      START COMMAND');
for (const { pid, ppid, starttime, comm } of chain) {
  const cells = [`${ppid}`.padStart(7), `${pid}`.padStart(7)];
  console.log(...cells, seconds(starttime).padStart(10), comm);
}

/** Pids on the way down to this process; empty where it is not. */
function way({ pid, children }: Tree): number[] {
  if (pid === getpid()) return [pid];
  const rest = children.map(way).find((found) => found.length > 0);
  return rest ? [pid, ...rest] : [];
}
const first = chain[0]?.pid as number;
console.log(
  text({
    en: `on the way from ${first} down: ${way(tree(first)).join(' ')}`,
    ja: `${first}から木をたどる: ${way(tree(first)).join(' ')}`,
  }),
);

// What has parent 0 is where a tree begins.
const roots = list().filter((pid) => {
  try {
    return stat(pid).ppid === 0;
  } catch {
    return false; // it has ended meanwhile
  }
});
console.log(
  text({
    en: `without a parent: ${roots.join(' ')}`,
    ja: `親がいないプロセス: ${roots.join(' ')}`,
  }),
);
