// Advanced Programming in the UNIX Environment: figures 8.28 and 8.29, process
// accounting

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getSystemErrorName } from 'node:util';
import {
  abort,
  describeStatus,
  execlp,
  fexecve,
  posix_spawn,
  WEXITSTATUS,
  waitpid,
} from 'posix-proc';
import {
  child,
  codeOf,
  how,
  machineCode,
  outputOf,
  second,
  sleep,
} from './shared.js';

/**
 * A program that calls acct(file), as accton(8) does: from then on the kernel
 * adds a record to the file for each process that ends. It is a call for
 * administrators, and posix-proc has none.
 */
const acct = (file: string) =>
  machineCode(
    ...[0xb8, 0xa3, 0x00, 0x00, 0x00], // mov eax, 163: acct()
    ...[0x48, 0x8d, 0x3d, 0x0d, 0x00, 0x00, 0x00], // lea rdi, [rip + 13]
    ...[0x0f, 0x05], // syscall
    ...[0xf7, 0xd8], // neg eax
    ...[0x89, 0xc7], // mov edi, eax
    ...[0xb8, 0x3c, 0x00, 0x00, 0x00], // mov eax, 60: _exit(), with the error
    ...[0x0f, 0x05], // syscall
    ...Buffer.from(`${file}\0`),
  );

/** struct acct_v3 of acct(5). */
function recordOf(pid: number, records: Buffer): string {
  for (let at = 0; at < records.length; at += 64) {
    const record = records.subarray(at, at + 64);
    if (record.readUInt32LE(16) !== pid) continue;
    const name = record.toString('latin1', 48).replace(/\0.*/, '');
    const bits = record.readUInt8(0);
    const letters = [
      bits & 0x01 ? 'F' : '-', // forked, and no other program since
      bits & 0x10 ? 'X' : '-', // a signal ended it, or a thread of it
    ];
    const end = describeStatus(record.readUInt32LE(4));
    const seconds = record.readFloatLE(28) / 100;
    return `${letters.join('')} ${name}, ${seconds.toFixed(2)} s, ${end}`;
  }
  return 'none';
}

const ways: { [name: string]: () => number } = {
  sleep: () => child(() => sleep(0.4)),
  exit: () => child(() => process.exit(2)),
  abort: () => child(() => abort()),
  exec: () => child(() => execlp('true', 'true')),
  spawn: () => posix_spawn('/bin/true', ['true']),
  kill: () => posix_spawn('/bin/sh', ['sh', '-c', 'kill -KILL $$']),
};

/** Accounting is of a PID namespace, of which this is the first process. */
function inside(file: string) {
  console.log('in a PID namespace of its own');
  const turnedOn = waitpid(child(() => fexecve(acct(file), ['acct'], {})));
  const error = WEXITSTATUS(turnedOn.status);
  if (error > 0) {
    console.log(`no accounting: acct(): ${getSystemErrorName(-error)}`);
    return;
  }
  console.log(`asked to sleep for ${(0.4 * second) / 1000} s`);
  const pids = Object.entries(ways).map(([name, start]) => {
    const pid = start();
    console.log(`${name}: ${how(waitpid(pid))}`);
    return [name, pid] as const;
  });
  const records = readFileSync(file);
  if (records.length === 0)
    console.log('no accounting: it needs 4 % of the file system to be free');
  for (const [name, pid] of records.length > 0 ? pids : [])
    console.log(`record of ${name}: ${recordOf(pid, records)}`);
}

function main() {
  const folder = mkdtempSync(join(tmpdir(), 'book-'));
  const file = join(folder, 'acct');
  writeFileSync(file, '');
  const own = ['unshare', '--pid', '--fork', '--mount-proc'];
  let shown = '';
  codeOf(() => {
    shown = outputOf([...own, process.execPath, __filename, file]);
  });
  console.log(
    shown.trimEnd() || 'no accounting: it takes root, and unshare(1)',
  );
  rmSync(folder, { recursive: true });
}

const [, , file] = process.argv;
if (file) inside(file);
else main();
