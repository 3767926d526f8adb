// Working With Unix Processes: Processes Can Wait

import { wait, waitpid } from 'posix-proc';
import { child, codeOf, how, sleep, untilEnded } from './shared.js';

// Babysitting: whichever of them ends next.
const babies = [1, 2, 3].map(() => child(() => sleep(Math.random())));
console.log(`babies: ${babies.join(' ')}`);
for (const _ of babies) console.log(`wait(): ${wait().pid}`);

// A status is a message of one byte.
for (let i = 0; i < 5; i++) {
  child(() => {
    const code = Math.random() < 0.5 ? 111 : 112;
    console.log(`child ${process.pid}: exit(${code})`);
    process.exit(code);
  });
}
for (let i = 0; i < 5; i++) {
  const result = wait();
  if (result.kind === 'exited')
    console.log(`wait(): ${result.pid} exited with ${result.code}`);
}

// One of them in particular, though the other one ends first.
const [favourite, other] = [child(() => sleep(0.5)), child(() => {})];
untilEnded(other);
console.log(`waitpid(favourite): ${waitpid(favourite).pid === favourite}`);
console.log(`waitpid(other): ${waitpid(other).pid === other}`);

// Both have ended long before they are waited for: the kernel keeps a queue.
for (const code of [1, 2]) untilEnded(child(() => process.exit(code)));
for (let i = 0; i < 2; i++) console.log(`queue: ${how(wait())}`);
console.log(`queue: ${codeOf(wait)}`);
