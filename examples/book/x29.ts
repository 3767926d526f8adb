// Working With Unix Processes: Processes Have Exit Codes

import {
  _exit,
  abort,
  close,
  dup2,
  fork,
  pipe,
  raise,
  waitpid,
} from 'posix-proc';
import { how, readAll } from './shared.js';

const ways: { [name: string]: () => void } = {
  'exit()': () => process.exit(),
  'exit(22)': () => process.exit(22),
  'exit(256)': () => process.exit(256),
  '_exit(33)': () => _exit(33),
  'throw Error': () => {
    throw new Error('nobody catches it');
  },
  'abort()': () => abort(),
  "raise('SIGTERM')": () => raise('SIGTERM'),
  'exit() in a listener': () => {
    process.prependListener('exit', () => process.exit(44));
  },
};

function main() {
  for (const [name, leave] of Object.entries(ways)) {
    const [complaint, complain] = pipe();
    const pid = fork();
    if (pid === 0) {
      dup2(complain, 2);
      for (const which of ['first', 'second'])
        process.on('exit', (code) => console.log(`${name}: ${which}, ${code}`));
      leave();
      return;
    }
    close(complain);
    const [error = ''] = readAll(complaint).match(/^\w+: .*$/m) ?? [];
    close(complaint);
    console.log(`${name}: ${how(waitpid(pid))}`);
    if (error) console.log(`${name}: ${error}`);
  }
}
main();
