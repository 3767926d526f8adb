// Advanced Programming in the UNIX Environment: figure 8.31, times1.c

import { describeStatus, system, times } from 'posix-proc';
import { second } from './shared.js';

const commands = [
  `sleep ${second / 1000}`,
  'i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done',
  'exit 3',
];

for (const command of commands) {
  console.log(`command: ${command}`);
  const before = times();
  const status = system(command);
  const after = times();
  const row = (name: string, key: keyof typeof after) =>
    console.log(`  ${name}: ${(after[key] - before[key]).toFixed(2)}`);
  row('real', 'elapsed');
  row('user', 'utime');
  row('sys', 'stime');
  row('child user', 'cutime');
  row('child sys', 'cstime');
  console.log(describeStatus(status));
}
