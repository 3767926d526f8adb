// minish: a shell with job control, as small as it can be: sessions, process
// groups and the terminal as in APUE, chapter 9, and in the manual of glibc,
// "Implementing a Job Control Shell".
//
// It blocks in read() and waitpid(), as the books' shells do; it has no event loop.

import * as posix from 'posix-proc';
import * as table from './jobs.js';
import { type Command, expand, type Pipeline, parse } from './parse.js';

type ErrnoException = NodeJS.ErrnoException;

const shell = posix.getpid(); // $$
let status = 0; // $?
let lastBackground = 0; // $!
let warned = false; // that there are stopped jobs

let pressed = false; // Ctrl+c, which the shell has not acted on yet

const say = (text: string) => posix.write(1, text);
const complain = (text: string) => posix.write(2, `minish: ${text}\n`);

/** "No such file or directory" */
function reason(error: unknown): string {
  const [, words = String(error)] =
    /^E\w+: (.*?),/.exec((error as Error).message) ?? [];
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// The keys, and what a background job gets that uses the terminal, are for the
// jobs: the shell itself must not stop or end by them.
const keySignals = [
  ...(['SIGINT', 'SIGQUIT', 'SIGTSTP'] as const),
  ...(['SIGTTIN', 'SIGTTOU'] as const),
];
/** What each was when the shell was started; so its programs find them. */
const inherited = new Map<posix.Signal, posix.Sigaction>();

function begin(): void {
  if (!posix.isatty(0)) {
    complain('standard input is not a terminal');
    process.exit(1);
  }
  // Started in the background, it waits until it is brought to the foreground.
  while (posix.tcgetpgrp(0) !== posix.getpgrp())
    posix.killpg(posix.getpgrp(), 'SIGTTIN');
  for (const signal of keySignals)
    inherited.set(signal, posix.sigaction(signal, { handler: posix.SIG_IGN }));
  // Without SA_RESTART, it ends a read() or a wait: EINTR.
  posix.sigaction('SIGINT', {
    handler() {
      pressed = true;
    },
  });
  inherited.set('SIGHUP', posix.sigaction('SIGHUP', { handler: hangUp }));
  if (inherited.get('SIGHUP')?.handler === posix.SIG_IGN)
    posix.sigaction('SIGHUP', { handler: posix.SIG_IGN }); // nohup
  if (posix.getpgrp() !== posix.getpid()) posix.setpgid(0, 0);
  posix.tcsetpgrp(0, posix.getpgrp());
  table.keepModes();
}

/** The terminal is gone. */
function hangUp(): void {
  table.hangUpJobs();
  posix.sigaction('SIGHUP', { handler: posix.SIG_DFL });
  posix.raise('SIGHUP');
}

function lookUp(name: string): string {
  if (name === '?') return String(status);
  if (name === '$') return String(shell);
  if (name === '!') return String(lastBackground || '');
  return process.env[name] ?? '';
}

const argvOf = ({ words }: Command) =>
  words.map((word) => expand(word, lookUp));

const openFlags: Record<string, number> = {
  '<': posix.O_RDONLY,
  '>': posix.O_WRONLY | posix.O_CREAT | posix.O_TRUNC,
  '>>': posix.O_WRONLY | posix.O_CREAT | posix.O_APPEND,
};

function redirect({ redirects }: Command): void {
  for (const { fd, operator, target } of redirects) {
    const word = expand(target, lookUp);
    if (operator === '>&') {
      posix.dup2(Number(word), fd);
      continue;
    }
    let file: number;
    try {
      file = posix.open(word, openFlags[operator] as number, 0o666);
    } catch (error) {
      throw new Error(`${word}: ${reason(error)}`);
    }
    posix.dup2(file, fd);
    if (file !== fd) posix.close(file);
  }
}

/** Starts each command of a pipeline in a process of one new process group. */
function start({ commands, text, background }: Pipeline): table.Job {
  const job = table.addJob(text);
  // Until a child is in its group and has its signals as they were, none of the
  // keys may reach it: it would act on it as the shell does.
  const mask = posix.sigprocmask(posix.SIG_BLOCK, keySignals);
  let [input, output, next] = [0, 1, 0];
  const closeEnds = () => {
    if (input !== 0) posix.close(input);
    if (output !== 1) posix.close(output);
    [input, output, next] = [next, 1, 0];
  };
  try {
    for (const [i, command] of commands.entries()) {
      if (i < commands.length - 1) [next, output] = posix.pipe();
      const pid = posix.fork();
      if (pid === 0) {
        try {
          // The parent does this, too: nobody knows who is first, and the rest
          // of both needs it done.
          posix.setpgid(0, job.pgid);
          if (!background) posix.tcsetpgrp(0, posix.getpgrp());
          for (const [signal, action] of inherited)
            posix.sigaction(signal, action);
          posix.sigprocmask(posix.SIG_SETMASK, mask);
          if (input !== 0) posix.dup2(input, 0);
          if (output !== 1) posix.dup2(output, 1);
          redirect(command);
          table.removeJob(job); // its own, which is none of the child's
          become(argvOf(command));
        } catch (error) {
          complain((error as Error).message);
          posix._exit(1); // a child must not go on as a second shell
        }
      }
      job.pgid ||= pid;
      job.processes.set(pid, undefined);
      try {
        posix.setpgid(pid, job.pgid);
      } catch (error) {
        // It has executed its program, and so been in its group before.
        if ((error as ErrnoException).code !== 'EACCES') throw error;
      }
      closeEnds();
    }
    return job;
  } finally {
    // Of a command that could not be started, and the next one's.
    for (let i = 0; i < 2; i++) closeEnds();
    if (job.processes.size === 0) table.removeJob(job);
    posix.sigprocmask(posix.SIG_SETMASK, mask);
  }
}

/** In a child: executes the program of the command. */
function become(argv: string[]): never {
  const [name = ''] = argv;
  const builtin = builtins[name];
  if (builtin) posix._exit(builtin(argv));
  try {
    return posix.execvp(name, argv);
  } catch (error) {
    const lost = (error as ErrnoException).code === 'ENOENT';
    const unknown = lost && !name.includes('/');
    complain(`${name}: ${unknown ? 'command not found' : reason(error)}`);
    posix._exit(lost ? 127 : 126);
  }
}

/** Runs a line's next pipeline. Returns `$?`. */
function run(pipeline: Pipeline): number {
  const [first, second] = pipeline.commands;
  const builtin = builtins[expand(first?.words[0] ?? '', lookUp)];
  if (first && builtin && !second && !pipeline.background)
    return runBuiltin(first, builtin);
  const job = start(pipeline);
  if (!pipeline.background) return table.toForeground(job, {});
  lastBackground = [...job.processes.keys()].at(-1) as number;
  posix.write(2, `[${job.id}] ${lastBackground}\n`);
  return 0;
}

type Builtin = (argv: string[]) => number;

/** In the shell itself, which gets its own descriptors back afterwards. */
function runBuiltin(command: Command, builtin: Builtin): number {
  const kept = command.redirects.map(({ fd }) => ({
    fd,
    copy: posix.fcntl(fd, posix.F_DUPFD_CLOEXEC, 10),
  }));
  try {
    redirect(command);
    return builtin(argvOf(command));
  } finally {
    for (const { fd, copy } of kept.reverse()) {
      posix.dup2(copy, fd);
      posix.close(copy);
    }
  }
}

/** Of a builtin that takes the name of a job. */
function jobOf([builtin, name]: string[]): table.Job {
  table.reap();
  const job = table.find(name);
  if (!job) throw new Error(`${builtin}: ${name ?? 'current'}: no such job`);
  return job;
}

const builtins: Record<string, Builtin> = {
  cd([, folder = process.env.HOME ?? '/']) {
    try {
      posix.chdir(folder);
    } catch (error) {
      throw new Error(`cd: ${folder}: ${reason(error)}`);
    }
    return 0;
  },

  jobs() {
    table.reap();
    for (const job of table.byId()) {
      say(table.lineOf(job));
      job.news = false;
    }
    table.forgetEnded();
    return 0;
  },

  fg(argv) {
    const job = jobOf(argv);
    say(`${job.text}\n`);
    return table.toForeground(job, { again: true });
  },

  bg(argv) {
    table.toBackground(jobOf(argv));
    return 0;
  },

  disown(argv) {
    table.removeJob(jobOf(argv));
    return 0;
  },

  wait([, ...names]) {
    const running = names.length > 0 ? names.map(jobOrPid) : table.byId();
    let result = 0;
    for (const job of running) {
      table.waitFor(job);
      if (names.length > 0) result = table.statusOf(job);
    }
    return result;
  },

  kill(argv) {
    const [, signal] = /^-(?:SIG)?(\w+)$/.exec(argv[1] ?? '') ?? [];
    const sig = /^\d+$/.test(signal ?? '')
      ? Number(signal)
      : posix.signalNumber(`SIG${signal ?? 'TERM'}`);
    for (const name of argv.slice(signal ? 2 : 1)) {
      if (!name.startsWith('%')) {
        posix.kill(Number(name), sig);
        continue;
      }
      const job = jobOf(['kill', name]);
      posix.killpg(job.pgid, sig);
      // A stopped process acts on no other signal but SIGKILL.
      if (table.stateOf(job) === 'Stopped') posix.killpg(job.pgid, 'SIGCONT');
    }
    return 0;
  },

  exit([, code]) {
    posix.write(2, 'exit\n');
    const stopped = table.jobs.filter((it) => table.stateOf(it) === 'Stopped');
    if (stopped.length > 0 && !warned) {
      posix.write(2, 'There are stopped jobs.\n');
      warned = true;
      return 1;
    }
    for (const { pgid } of stopped) {
      posix.killpg(pgid, 'SIGTERM');
      posix.killpg(pgid, 'SIGCONT');
    }
    posix._exit(code === undefined ? status : Number(code));
  },
};

function jobOrPid(name: string): table.Job {
  const job = name.startsWith('%')
    ? jobOf(['wait', name])
    : table.findPid(Number(name));
  if (!job) throw new Error(`wait: pid ${name} is not a child of this shell`);
  return job;
}

let typed = '';

/** Null at the end of the input, Ctrl+d. */
function readLine(): string | null {
  for (;;) {
    const end = typed.indexOf('\n');
    if (end !== -1) {
      const line = typed.slice(0, end);
      typed = typed.slice(end + 1);
      return line;
    }
    // Its handler runs in calls only, and may have in the one before.
    if (pressed) throw new Error('interrupted');
    const data = posix.read(0, 4096);
    if (data.length === 0) return null;
    typed += data.toString();
  }
}

begin();
for (;;) {
  table.reap();
  table.tellNews();
  try {
    posix.write(2, process.env.PS1 ?? 'minish$ ');
    const line = readLine() ?? 'exit';
    const wasWarned = warned;
    for (const pipeline of parse(line)) status = run(pipeline);
    if (wasWarned) warned = false;
  } catch (error) {
    posix.tcsetpgrp(0, posix.getpgrp()); // whatever has not been reached
    if (pressed) posix.write(2, '\n');
    else complain((error as Error).message);
    status = pressed ? 130 : 1;
    pressed = false;
  }
}
