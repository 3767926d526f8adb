// 試して理解Linuxのしくみ, 3: sched.py, sched-nice.py

import {
  CLOCK_THREAD_CPUTIME_ID,
  clock_gettime,
  close,
  fork,
  nice,
  pipe,
  read,
  sched_getaffinity,
  sched_setaffinity,
  waitpid,
  write,
} from 'posix-proc';

const [cpu = 0] = sched_getaffinity(0);
const quarter = 50; // in ms of a processor's time

/** By this thread alone: V8's helpers use another processor's time. */
function spent(): number {
  return Number(clock_gettime(CLOCK_THREAD_CPUTIME_ID)) / 1e6;
}

/** Uses the processor, and says how far it is at what time after the start. */
function work(name: string, start: number) {
  for (let percent = 25; percent <= 100; percent += 25) {
    for (const end = spent() + quarter; spent() < end; );
    const ms = Math.round(performance.now() - start);
    console.log(`${name}: ${ms} ms ${percent} %`);
  }
}

/** Children that start at once, on one processor. */
function race(title: string, ...niceness: number[]) {
  const [r, w] = pipe();
  const pids: number[] = [];
  for (const add of niceness) {
    const pid = fork();
    if (pid === 0) {
      sched_setaffinity(0, [cpu]);
      nice(add);
      close(w);
      const start = Number(read(r, 20)); // one for all: all are there
      work(`${title} ${pids.length}, nice ${add}`, start);
      process.exit(0);
    }
    pids.push(pid);
  }
  const start = performance.now().toFixed(3).padStart(20);
  for (const _ of pids) write(w, start);
  close(r);
  close(w);
  for (const pid of pids) waitpid(pid);
}

race('alone', 0);
race('two', 0, 0);
race('unequal', 0, 10);
