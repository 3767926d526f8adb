// A terminal on which examples type, and look at what it shows.

import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pty } from 'posix-proc';
import { list, type Stat, stat } from 'posix-proc/proc';

export const ctrlC = '\x03';
export const ctrlD = '\x04';
export const ctrlZ = '\x1a';

export async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!condition() && performance.now() < deadline) await pause(10);
}

/** The lines of ps that belong to a session, oldest process first. */
export function membersOf(session: number): Stat[] {
  return list()
    .flatMap((pid) => {
      try {
        return [stat(pid)];
      } catch {
        return []; // it has ended meanwhile
      }
    })
    .filter((it) => it.session === session)
    .sort((a, b) => Number(a.starttime - b.starttime) || a.pid - b.pid);
}

export class Screen {
  readonly pty: Pty;
  shown = '';

  constructor(pty: Pty) {
    this.pty = pty;
    pty.setEncoding('utf8').on('data', (data) => {
      this.shown += data;
    });
  }

  /** Waits until it shows something that matches; returns the groups. */
  async shows(pattern: RegExp): Promise<string[]> {
    await until(() => pattern.test(this.shown));
    return pattern.exec(this.shown)?.slice(1) ?? [];
  }

  type(keys: string): void {
    this.pty.write(keys);
  }

  /** Prints what has been shown, and forgets it. */
  print(): void {
    process.stdout.write(this.shown.replaceAll('\r', ''));
    this.shown = '';
  }

  /** Prints the rest when nobody has the terminal open any more. */
  async end(): Promise<void> {
    if (!this.pty.closed) await once(this.pty, 'close');
    this.print();
  }
}

const prompt = '$ ';

/** examples/minish, a shell with job control, on a terminal. */
export class Shell extends Screen {
  constructor() {
    const minish = join(__dirname, '../minish/main.js');
    const env = { PS1: prompt };
    super(Pty.spawn(process.execPath, [minish], { env }));
  }

  /**
   * Types a line, does `during` while it runs, and prints it and what came of it,
   * which is returned too.
   */
  async line(line: string, during = async () => {}): Promise<string> {
    await this.shows(/^\$ $/m);
    this.type(`${line}\n`);
    await this.shows(/\n/);
    await during();
    await this.shows(/\n\$ $/);
    const seen = this.shown.slice(0, -prompt.length);
    this.shown = seen;
    this.print();
    this.shown = prompt;
    return seen;
  }

  /** Starts a job in the background. Returns the pid that the shell tells. */
  async job(line: string): Promise<number> {
    const [, pid] = /^\[\d+\] (\d+)/m.exec(await this.line(`${line} &`)) ?? [];
    return Number(pid);
  }

  /** The program in the foreground, once it sleeps. */
  async foreground(name: string): Promise<number> {
    let pid = 0;
    await until(() => {
      pid = stat(this.pty.pid).tpgid;
      const member = membersOf(this.pty.pid).find((it) => it.pgrp === pid);
      return member?.comm === name && member.state === 'S';
    });
    return pid;
  }

  /** Ends the shell, which ends its jobs: those that are stopped, too. */
  async exit(): Promise<void> {
    this.type('exit\nexit\n');
    this.shown = '';
    await once(this.pty, 'close');
  }
}

/** Rows as of ps ajx. */
export function psAjx(session: number): void {
  console.log('   PPID    PID   PGID    SID  TPGID  STAT  COMMAND');
  for (const it of membersOf(session)) {
    const { pid, ppid, pgrp, tpgid, state, comm } = it;
    const numbers = [ppid, pid, pgrp, session, tpgid];
    const cells = numbers.map((number) => String(number).padStart(7)).join('');
    const leader = pid === session ? 's' : '';
    const foreground = pgrp === tpgid ? '+' : '';
    console.log(
      `${cells}  ${(state + leader + foreground).padEnd(4)}  ${comm}`,
    );
  }
}
