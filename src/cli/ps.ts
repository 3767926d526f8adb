// posix-proc ps: the processes, in the columns of `ps aux` and `ps ajx`, with
// the numbers that procps computes.

import { readFileSync } from 'node:fs';
import { totalmem, uptime } from 'node:os';
import type { Command } from 'commander';
import { _SC_CLK_TCK, getpwuid, sysconf } from '../index.js';
import {
  cmdline,
  list,
  type Stat,
  type Status,
  stat,
  status,
} from '../proc/index.js';
import { notSeen, parsePid, unlessGone } from './pid.js';
import { type Column, printTable } from './table.js';
import { ttyName } from './tty.js';

type Options = { jobs?: true; wide?: true; json?: true };

const help = `
STAT is a letter for what the process does:
  R runs or could     S sleeps, a signal wakes it     D waits, no signal does
  T is stopped        t is stopped by its tracer      Z has ended, not waited for
  I is an idle thread of the kernel
and more for what it is:
  < has a high priority     N is nice               L has locked memory
  s leads its session       l has several threads   + is in the foreground

Examples:
  posix-proc ps               all processes, as ps aux
  posix-proc ps --jobs        their groups and sessions, as ps ajx
  posix-proc ps $$ 1          some of them
  posix-proc ps --wide        whole command lines on a terminal, as ps auxww

Exit status: 0, 1 a process named is not there, 2 wrong usage.`;

export function addPs(program: Command): void {
  program
    .command('ps')
    .summary('list the processes')
    .description(
      'Lists the processes, or those named, as ps aux and ps ajx do.',
    )
    .argument(
      '[pid...]',
      'which ones, also as 1,2,3 (default: all)',
      (text, pids: number[] = []) => [
        ...pids,
        ...text.split(',').map(parsePid),
      ],
    )
    .option('-j, --jobs', 'show groups, sessions and terminals instead')
    .option('-w, --wide', 'do not cut lines at the width of the terminal')
    .option('--json', 'print the processes as JSON')
    .addHelpText('after', help)
    .action((pids: number[], options: Options) => print(pids, options));
}

function print(named: number[], { jobs, wide, json }: Options): void {
  const pids = list();
  const wanted =
    named.length > 0 ? pids.filter((pid) => named.includes(pid)) : pids;
  const look = observer();
  const rows = wanted.flatMap((pid) => unlessGone(() => look(pid)) ?? []);
  if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else printTable(jobs ? ajx : aux, rows, wide);
  for (const pid of new Set(named))
    if (!rows.some((row) => row.pid === pid)) notSeen(pid);
}

/** A process by the names that ps(1) has for its columns. */
type Row = {
  user: string;
  uid: number;
  pid: number;
  ppid: number;
  pgid: number;
  sid: number;
  tty: string | null;
  tpgid: number;
  stat: string;
  pcpu: number;
  pmem: number;
  vsz: number; // kB, as rss
  rss: number;
  start: string;
  time: number; // seconds
  comm: string;
  args: string[];
};

/** What does not change from process to process is read once. */
function observer(): (pid: number) => Row {
  const hertz = Number(sysconf(_SC_CLK_TCK));
  const now = Math.floor(uptime() * hertz);
  const [, boot] =
    /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
  const memory = totalmem() / 1024;
  const users = new Map<number, string>();
  const userOf = (uid: number) => {
    const user = users.get(uid) ?? getpwuid(uid)?.name ?? `${uid}`;
    users.set(uid, user);
    return user;
  };

  return (pid) => {
    const it = stat(pid);
    const words = status(pid);
    const [, uid = 0] = words.Uid;
    const ticks = Number(it.utime + it.stime);
    const began = Number(it.starttime);
    const rss = Number(words.VmRSS ?? 0);
    const elapsed = now - began; // it may have begun after we have
    // Cut off after one digit, not rounded.
    const pcpu = elapsed > 0 ? Math.floor((ticks * 1000) / elapsed) / 10 : 0;
    const pmem = Math.floor((rss * 1000) / memory) / 10;
    const start = new Date((Number(boot) + Math.floor(began / hertz)) * 1000);
    return {
      user: userOf(uid),
      uid,
      pid,
      ppid: it.ppid,
      pgid: it.pgrp,
      sid: it.session,
      tty: ttyName(it.tty_nr),
      tpgid: it.tpgid,
      stat: letters(it, words),
      pcpu,
      pmem,
      vsz: Number(it.vsize / 1024n),
      rss,
      start: start.toISOString(),
      time: Math.floor(ticks / hertz),
      comm: it.comm,
      args: cmdline(pid),
    };
  };
}

function letters(it: Stat, { VmLck }: Status): string {
  return [
    it.state,
    it.nice < 0 && '<',
    it.nice > 0 && 'N',
    VmLck && 'L',
    it.session === it.pid && 's',
    it.num_threads > 1 && 'l',
    it.pgrp === it.tpgid && '+',
  ]
    .filter(Boolean)
    .join('');
}

/** The hour today, the day this year, or the year. */
function startText({ start }: Row): string {
  const [then, now] = [new Date(start), new Date()];
  if (then.getFullYear() !== now.getFullYear()) return `${then.getFullYear()}`;
  const [, month = '', day = ''] = then.toDateString().split(' ');
  if (then.toDateString() !== now.toDateString()) return month + day;
  return then.toTimeString().slice(0, 5);
}

const timeText = ({ time }: Row) =>
  `${Math.floor(time / 60)}:${`${time % 60}`.padStart(2, '0')}`;

/** Who has no arguments, as threads of the kernel, has a name. */
function command({ comm, args, stat }: Row): string {
  // Empty ones at the end are what a process has written over its own.
  const line = args.join(' ').replaceAll('\n', ' ').trimEnd() || `[${comm}]`;
  return stat.startsWith('Z') ? `${line} <defunct>` : line;
}

const percent = (value: number) =>
  value < 100 ? value.toFixed(1) : `${Math.floor(value)}`;

const right = { align: 'right' } as const;

const pid: Column<Row> = { title: 'PID', ...right, text: (it) => `${it.pid}` };
const tty: Column<Row> = { title: 'TTY', text: (it) => it.tty ?? '?' };
const stats: Column<Row> = { title: 'STAT', text: (it) => it.stat };
const time: Column<Row> = { title: 'TIME', ...right, text: timeText };
const commands: Column<Row> = { title: 'COMMAND', text: command };

const aux: Column<Row>[] = [
  { title: 'USER', text: (it) => it.user },
  pid,
  { title: '%CPU', ...right, text: (it) => percent(it.pcpu) },
  { title: '%MEM', ...right, text: (it) => percent(it.pmem) },
  { title: 'VSZ', ...right, text: (it) => `${it.vsz}` },
  { title: 'RSS', ...right, text: (it) => `${it.rss}` },
  tty,
  stats,
  { title: 'START', ...right, text: startText },
  time,
  commands,
];

const ajx: Column<Row>[] = [
  { title: 'PPID', ...right, text: (it) => `${it.ppid}` },
  pid,
  { title: 'PGID', ...right, text: (it) => `${it.pgid}` },
  { title: 'SID', ...right, text: (it) => `${it.sid}` },
  tty,
  { title: 'TPGID', ...right, text: (it) => `${it.tpgid}` },
  stats,
  { title: 'UID', ...right, text: (it) => `${it.uid}` },
  time,
  commands,
];
