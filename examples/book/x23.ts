// Advanced Programming in the UNIX Environment: figures 10.2, 10.15, 10.22,
// 10.23, 10.25 and 10.31

import {
  close,
  getpid,
  getppid,
  kill,
  pause,
  pipe,
  raise,
  read,
  SIG_BLOCK,
  SIG_DFL,
  SIG_IGN,
  SIG_SETMASK,
  SIG_UNBLOCK,
  type Signal,
  setpgid,
  sigaction,
  signal,
  sigpending,
  sigprocmask,
  sigsuspend,
  WCONTINUED,
  WUNTRACED,
  waitpid,
  write,
} from 'posix-proc';
import { child, how } from './shared.js';

const [answers, answer] = pipe();

/** Says a line, and then that it has been said. */
function say(line: string) {
  console.log(line);
  write(answer, '.');
}

function send(pid: number, sig: Signal) {
  kill(pid, sig);
  read(answers, 1);
}

// Figure 10.2: two signals of the user's, and one that ends the process.
const hearer = child(() => {
  signal('SIGUSR1', () => say('received SIGUSR1'));
  signal('SIGUSR2', () => say('received SIGUSR2'));
  say('sigusr: ready');
  for (;;) pause();
});
read(answers, 1);
send(hearer, 'SIGUSR1');
send(hearer, 'SIGUSR2');
kill(hearer, 'SIGTERM');
console.log(`sigusr: ${how(waitpid(hearer))}`);

// Figure 10.15: what comes while it is blocked is pending, and comes once.
const defaultQuit = signal('SIGQUIT', () => console.log('caught SIGQUIT'));
const mask = sigprocmask(SIG_BLOCK, ['SIGQUIT']);
for (let i = 0; i < 3; i++) raise('SIGQUIT');
console.log(`pending: ${sigpending()}`);
sigprocmask(SIG_SETMASK, mask);
console.log('SIGQUIT unblocked');
signal('SIGQUIT', defaultQuit);

// Figure 10.22: a critical region, and its end by sigsuspend().
function printMask(where: string) {
  const blocked = sigprocmask(SIG_BLOCK, []);
  console.log(`${where}: ${blocked.join(' ') || 'nothing'} blocked`);
}

printMask('program start');
const defaultInterrupt = signal('SIGINT', () => console.log('in sig_int'));
const before = sigprocmask(SIG_BLOCK, ['SIGINT']);
printMask('in critical region');
raise('SIGINT');
sigsuspend(['SIGUSR1']);
printMask('after return from sigsuspend');
sigprocmask(SIG_SETMASK, before);
printMask('program exit');

// Figure 10.23: sigsuspend() until a handler has set a variable.
let quit = false;
signal('SIGINT', () => say('interrupt'));
signal('SIGQUIT', () => {
  quit = true;
});
const zeromask = sigprocmask(SIG_BLOCK, ['SIGQUIT']);
const sender = child(() => {
  send(getppid(), 'SIGINT');
  send(getppid(), 'SIGINT');
  kill(getppid(), 'SIGQUIT');
});
while (!quit) sigsuspend(zeromask);
console.log('SIGQUIT has been heard');
sigprocmask(SIG_SETMASK, zeromask);
waitpid(sender);
signal('SIGINT', defaultInterrupt);
signal('SIGQUIT', defaultQuit);

// Figure 10.31: an editor that tidies up before it stops, and after.
const editor = child(() => {
  function sigTstp() {
    console.log('sig_tstp: the terminal is as it was');
    sigprocmask(SIG_UNBLOCK, ['SIGTSTP']);
    signal('SIGTSTP', SIG_DFL);
    raise('SIGTSTP'); // it stops here
    signal('SIGTSTP', sigTstp);
    console.log('sig_tstp: the screen is drawn again');
  }
  signal('SIGTSTP', sigTstp);
  sigprocmask(SIG_BLOCK, ['SIGTSTP']);
  say('editor: ready');
  sigsuspend([]);
  process.exit(3);
});
// A shell does so. In a group whose parents are all elsewhere nobody could wake
// it, and the kernel would not stop it.
setpgid(editor, editor);
read(answers, 1);
kill(editor, 'SIGTSTP');
console.log(`editor: ${how(waitpid(editor, WUNTRACED))}`);
kill(editor, 'SIGCONT');
console.log(`editor: ${how(waitpid(editor, WCONTINUED))}`);
console.log(`editor: ${how(waitpid(editor))}`);

// Figure 10.25: abort(), by hand. Neither a handler nor SIG_IGN keeps a process
// from its end.
function abort() {
  if (sigaction('SIGABRT').handler === SIG_IGN) signal('SIGABRT', SIG_DFL);
  kill(getpid(), 'SIGABRT');
  signal('SIGABRT', SIG_DFL);
  kill(getpid(), 'SIGABRT');
}
const handled = child(() => {
  signal('SIGABRT', () => console.log('cleaning up'));
  abort();
});
console.log(`abort() with a handler: ${how(waitpid(handled))}`);
const ignored = child(() => {
  signal('SIGABRT', SIG_IGN);
  abort();
});
console.log(`abort() ignored: ${how(waitpid(ignored))}`);
for (const fd of [answers, answer]) close(fd);
