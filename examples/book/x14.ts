// Advanced Programming in the UNIX Environment: figures 8.12 and 8.13, and
// TELL_WAIT by signals, figure 10.24, and by pipes, figure 15.7

import {
  fork,
  getppid,
  kill,
  SIG_BLOCK,
  SIG_SETMASK,
  signal,
  sigprocmask,
  sigsuspend,
  tellWait,
  waitpid,
  write,
} from 'posix-proc';
import { codeOf, sleep } from './shared.js';

function charatatime(line: string) {
  for (const character of `${line}\n`) {
    write(1, character); // set unbuffered
    sleep(0.001);
  }
}

type Side = (main: () => void, pid: number) => void;
type Steps = { parent: Side; child: Side };

function run(title: string, { parent, child }: Steps) {
  console.log(title);
  const pid = fork();
  if (pid === 0) {
    child(() => charatatime('output from child'), getppid());
    process.exit(0);
  }
  parent(() => charatatime('output from parent'), pid);
  waitpid(pid);
}

const now: Side = (main) => main();
run('a race:', { parent: now, child: now });

// By signals. What comes before anybody waits for it is blocked, and stays.
function bySignals() {
  const words = ['SIGUSR1', 'SIGUSR2'] as const;
  const mask = sigprocmask(SIG_BLOCK, words);
  let told = false;
  for (const word of words) {
    signal(word, () => {
      told = true;
    });
  }
  const wait = () => {
    while (!told) sigsuspend([]);
    told = false;
    sigprocmask(SIG_SETMASK, mask);
  };
  return {
    tellParent: (pid: number) => kill(pid, 'SIGUSR2'),
    waitParent: wait,
    tellChild: (pid: number) => kill(pid, 'SIGUSR1'),
    waitChild: wait,
  };
}

const first = bySignals();
run('by signals, the parent goes first:', {
  child(main) {
    first.waitParent();
    main();
  },
  parent(main, pid) {
    main();
    first.tellChild(pid);
  },
});

const second = bySignals();
run('by signals, the child goes first:', {
  child(main, pid) {
    main();
    second.tellParent(pid);
  },
  parent(main) {
    second.waitChild();
    main();
  },
});

const parentFirst = tellWait();
run('by pipes, the parent goes first:', {
  child(main) {
    parentFirst.waitParent();
    main();
  },
  parent(main) {
    main();
    parentFirst.tellChild();
  },
});

const childFirst = tellWait();
run('by pipes, the child goes first:', {
  child(main) {
    main();
    childFirst.tellParent();
  },
  parent(main) {
    childFirst.waitChild();
    main();
  },
});

const sides = tellWait();
const pid = fork();
if (pid === 0) process.exit(0); // without a word
console.log(`waitChild(): ${codeOf(() => sides.waitChild())}`);
waitpid(pid);
