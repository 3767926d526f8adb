// A process with 2,000 mappings, until its standard input ends.

import { mmap } from 'posix-proc';
import { maps } from 'posix-proc/proc';

const kept = [];
for (let more = 2000 - maps('self').length; more > 0; more--) {
  // Private ones side by side would become one.
  const memory = mmap({ length: 8192, shared: true });
  new Uint8Array(memory)[0] = 1;
  kept.push(memory);
}
console.log('ready');
process.stdin.resume().on('end', () => kept.splice(0));
