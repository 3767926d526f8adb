// Advanced Programming in the UNIX Environment: figures 8.12 and 8.13, and
// TELL_WAIT by pipes, figure 15.7

import { fork, tellWait, waitpid, write } from 'posix-proc';
import { codeOf, sleep } from './shared.js';

function charatatime(line: string) {
  for (const character of `${line}\n`) {
    write(1, character); // set unbuffered
    sleep(0.001);
  }
}

type Steps = { parent(main: () => void): void; child(main: () => void): void };

function run(title: string, { parent, child }: Steps) {
  console.log(title);
  const pid = fork();
  if (pid === 0) {
    child(() => charatatime('output from child'));
    process.exit(0);
  }
  parent(() => charatatime('output from parent'));
  waitpid(pid);
}

const now = (main: () => void) => main();
run('a race:', { parent: now, child: now });

const parentFirst = tellWait();
run('the parent goes first:', {
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
run('the child goes first:', {
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
