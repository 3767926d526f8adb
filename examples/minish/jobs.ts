// The table of jobs: what the shell has started, what has become of it, and who
// has the terminal.

import {
  exitCode,
  getpgrp,
  killpg,
  strsignal,
  TCSADRAIN,
  type Termios,
  tcgetattr,
  tcsetattr,
  tcsetpgrp,
  type WaitResult,
  WCONTINUED,
  WNOHANG,
  WUNTRACED,
  waitpid,
  write,
} from 'posix-proc';

/** A pipeline: one process group. */
export type Job = {
  id: number;
  pgid: number;
  text: string;
  /** Its processes, and what was last heard of each that does not run. */
  processes: Map<number, WaitResult | undefined>;
  /** The user has not been told yet. */
  news: boolean;
  /** The terminal's modes when it was stopped. */
  modes?: Termios;
};

/** In the order in which they were started, or last stopped. */
export const jobs: Job[] = [];

export const byId = () => [...jobs].sort((a, b) => a.id - b.id);

export function addJob(text: string): Job {
  const id = Math.max(0, ...jobs.map((job) => job.id)) + 1;
  const job = { id, pgid: 0, text, processes: new Map(), news: false };
  jobs.push(job);
  return job;
}

export function removeJob(job: Job): void {
  jobs.splice(jobs.indexOf(job), 1);
}

type State = 'Running' | 'Stopped' | 'Done';

export function stateOf(job: Job): State {
  const found = [...job.processes.values()];
  if (found.includes(undefined)) return 'Running';
  return found.some((it) => it?.kind === 'stopped') ? 'Stopped' : 'Done';
}

const last = (job: Job) => [...job.processes.values()].at(-1);

/** `$?`: that of the last process of the pipeline. */
export function statusOf(job: Job): number {
  const found = last(job);
  if (!found || found.kind === 'continued') return 0;
  return found.kind === 'stopped' ? 128 + found.signo : exitCode(found.status);
}

/** `%+` and `%-` first: who was stopped last, then who was started last. */
export function current(): Job[] {
  const stopped = (job: Job) => stateOf(job) === 'Stopped';
  return [
    ...jobs.filter(stopped).reverse(),
    ...byId()
      .filter((job) => !stopped(job))
      .reverse(),
  ];
}

function signOf(job: Job): string {
  const [plus, minus] = current();
  if (job === plus) return '+';
  return job === minus ? '-' : ' ';
}

/** `%2`, `2`, `%+`, `%`, `%-`; without a name the current one. */
export function find(name = '%+'): Job | undefined {
  if (/^%?[+%]?$/.test(name)) return current()[0];
  if (name === '%-') return current()[1] ?? current()[0];
  return jobs.find(({ id }) => id === Number(name.replace('%', '')));
}

export const findPid = (pid: number) =>
  jobs.find(({ processes }) => processes.has(pid));

/** A line of `jobs`. */
export function lineOf(job: Job): string {
  const state = stateOf(job);
  const found = last(job);
  let words: string = state;
  let more = '';
  if (state === 'Done' && found?.kind === 'exited' && found.code !== 0)
    words = `Exit ${found.code}`;
  if (state === 'Done' && found?.kind === 'signaled') {
    words = strsignal(found.signo);
    if (found.coreDumped) more = '(core dumped) ';
  }
  const running = state === 'Running' ? ' &' : '';
  return `[${job.id}]${signOf(job)}  ${words.padEnd(24)}${more}${job.text}${running}\n`;
}

/** Takes down what waitpid() has found. */
function note(found: WaitResult): void {
  const job = findPid(found.pid);
  if (!job) return; // disowned
  job.processes.set(found.pid, found.kind === 'continued' ? undefined : found);
  if (stateOf(job) === 'Running') return;
  job.news = true;
  if (stateOf(job) === 'Stopped') becomeCurrent(job);
}

function becomeCurrent(job: Job): void {
  removeJob(job);
  jobs.push(job);
}

/** Whatever has happened to any child since the last time. */
export function reap(): void {
  try {
    for (;;) {
      const found = waitpid(-1, WNOHANG | WUNTRACED | WCONTINUED);
      if (!found) return;
      note(found);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECHILD') throw error;
  }
}

/** Until none of its processes runs. */
export function waitFor(job: Job): void {
  while (stateOf(job) === 'Running')
    note(waitpid(-1, WUNTRACED | WCONTINUED) as WaitResult);
}

/** Says what has become of jobs in the background. */
export function tellNews(): void {
  for (const job of byId()) {
    if (!job.news) continue;
    job.news = false;
    write(2, stateOf(job) === 'Stopped' ? `\n${lineOf(job)}` : lineOf(job));
  }
  forgetEnded();
}

/** A job stays in the table until the user has been told of its end. */
export function forgetEnded(): void {
  for (const job of byId())
    if (stateOf(job) === 'Done' && !job.news) removeJob(job);
}

let shellModes: Termios;

export function keepModes(): void {
  shellModes = tcgetattr(0);
}

function resume(job: Job): void {
  for (const [pid, found] of job.processes)
    if (found?.kind === 'stopped') job.processes.set(pid, undefined);
  job.news = false;
  killpg(job.pgid, 'SIGCONT');
}

/** Goes on without the terminal. */
export function toBackground(job: Job): void {
  write(1, `[${job.id}]${signOf(job)} ${job.text} &\n`);
  resume(job);
}

/** Lends the job the terminal until it ends or stops. Returns `$?`. */
export function toForeground(job: Job, options: { again?: boolean }): number {
  tcsetpgrp(0, job.pgid);
  if (options.again) {
    if (job.modes) tcsetattr(0, TCSADRAIN, job.modes);
    resume(job);
  }
  waitFor(job);
  tcsetpgrp(0, getpgrp());
  job.news = false;
  const found = last(job);
  if (stateOf(job) === 'Stopped') {
    job.modes = tcgetattr(0);
    write(2, `\n${lineOf(job)}`);
  } else {
    removeJob(job);
    if (found?.kind === 'signaled') tellSignal(found.signo, found.coreDumped);
    // stty is a job, too: how one leaves the terminal that ends well, it stays.
    else keepModes();
  }
  tcsetattr(0, TCSADRAIN, shellModes);
  return statusOf(job);
}

function tellSignal(signo: number, coreDumped: boolean): void {
  const quiet = ['Interrupt', 'Broken pipe'];
  const words = strsignal(signo);
  if (words === 'Interrupt') write(2, '\n');
  if (!quiet.includes(words))
    write(2, `${words}${coreDumped ? ' (core dumped)' : ''}\n`);
}

/** As far as they are still the shell's: see disown. */
export function hangUpJobs(): void {
  for (const job of jobs) {
    if (stateOf(job) === 'Done') continue;
    killpg(job.pgid, 'SIGHUP');
    // A stopped process acts on no other signal.
    if (stateOf(job) === 'Stopped') killpg(job.pgid, 'SIGCONT');
  }
}
