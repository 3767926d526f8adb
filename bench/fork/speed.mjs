// Work that needs the optimizing compiler and the garbage collector's threads.
// Argument: the role.

import { serveAs } from './roles.mjs';
import { now } from './serve.mjs';

function sieve(limit) {
  const composite = new Uint8Array(limit);
  let count = 0;
  for (let n = 2; n < limit; n++) {
    if (composite[n]) continue;
    count++;
    for (let m = n * n; m < limit; m += n) composite[m] = 1;
  }
  return count;
}

// Enough survives to be moved to the old generation, and marked there while
// JavaScript runs; then it is dropped.
const survivors = [];

function allocate(count) {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const node = { i, text: `node ${i}`, links: [i, i + 1] };
    if (i % 8 === 0) survivors.push(node);
    sum += node.links[1] + node.text.length;
  }
  if (survivors.length > 400_000) survivors.length = 0;
  return sum;
}

await serveAs(process.argv[2], () => {
  const before = now();
  const checks = [sieve(2_000_000), allocate(200_000)];
  return { time: now() - before, checks };
});
