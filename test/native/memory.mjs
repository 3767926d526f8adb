// Calls that convert or copy what they are given and give back, with what is
// empty, long or not text, for a tool that watches memory. It also says whether
// a descriptor was left open.

import assert from 'node:assert';
import { readdirSync } from 'node:fs';
import * as p from 'posix-proc';

const descriptors = () => readdirSync('/proc/self/fd').length;

const bytes = Buffer.from([0x66, 0xff, 0xfe, 0x80]);
const long = 'x'.repeat(100_000);
const many = Array.from({ length: 2000 }, (_, i) => `argument ${i}`);
const status = (pid) => p.waitpid(pid, 0).code;

function programs() {
  for (const argv of [['true'], ['true', '', bytes, long], ['true', ...many]]) {
    assert.equal(status(p.posix_spawn('/bin/true', argv)), 0);
    assert.equal(status(p.posix_spawnp('true', argv, { env: { A: '' } })), 0);
  }
  const [out, into] = p.pipe();
  const argv = ['sh', '-c', 'cat <&4; echo "$A" "$#"', 'sh', ...many];
  const pid = p.posix_spawn('/bin/sh', argv, {
    env: { A: long, PATH: '/bin:/usr/bin' },
    fileActions: [
      ['open', 4, '/dev/null', p.O_RDONLY, 0],
      ['dup2', into, 1],
      ['close', into],
    ],
    setpgroup: 0,
    setsigmask: ['SIGUSR1'],
    setsigdef: ['SIGPIPE'],
  });
  p.close(into);
  let text = '';
  let data;
  do {
    data = p.read(out, 70_000);
    text += data;
  } while (data.length > 0);
  assert.equal(text, `${long} ${many.length}\n`);
  assert.equal(status(pid), 0);
  p.close(out);
  // Not of posix_spawn(): to valgrind its child has memory of its own.
  for (const path of ['/nowhere', bytes])
    assert.throws(() => p.execve(path, ['x', ...many], { A: long }));
}

function files() {
  const fd = p.memfd_create('a name');
  assert.equal(p.write(fd, long), long.length);
  p.lseek(fd, 1, p.SEEK_SET);
  assert.equal(`${p.read(fd, 10)}`, 'x'.repeat(10));
  const into = new Uint8Array(33);
  assert.equal(p.read(fd, into.subarray(1, 9)), 8);
  const copies = [p.dup(fd), p.dup3(fd, 900, p.O_CLOEXEC)];
  const watched = copies.map((copy) => ({ fd: copy, events: p.POLLIN }));
  assert.equal(p.poll(watched, 0).length, 2);
  for (const copy of copies) p.close(copy);
  const mapped = p.mmap({ fd, length: 8192, offset: 4096 });
  assert.equal(p.mincore(mapped).length, 2);
  p.munmap(mapped);
  p.close(fd);
  const [a, b] = p.socketpair(p.AF_UNIX, p.SOCK_STREAM, 0);
  p.sendFds(a, bytes, [0, 1, 2]);
  const { fds, data } = p.recvFds(b, 100, 3);
  assert.deepEqual([fds.length, data.length], [3, bytes.length]);
  p.peerCredentials(a);
  for (const one of [...fds, a, b]) p.close(one);
  const { master, slave } = p.openpty();
  p.tcsetattr(slave, p.TCSANOW, p.cfmakeraw(p.tcgetattr(slave)));
  p.ttyname(slave);
  p.close(master);
  p.close(slave);
}

function system() {
  for (const name of [`${process.env.USER ?? 'root'}`, bytes, long]) {
    p.getpwnam(name);
    p.getgrnam(name);
  }
  p.getpwuid(0);
  p.getgrgid(65534);
  p.setenv('NATIVE', bytes);
  assert.deepEqual(p.getenv('NATIVE', { encoding: 'buffer' }), bytes);
  p.setenv('NATIVE', long);
  p.environ();
  p.unsetenv('NATIVE');
  p.setrlimit('NOFILE', p.getrlimit('NOFILE'));
  p.sched_setaffinity(0, p.sched_getaffinity(0));
  p.getrusage(p.RUSAGE_SELF);
  p.getgroups();
  for (let signo = 1; signo < 65; signo++) p.strsignal(signo);
  const timer = p.timer_create(p.CLOCK_MONOTONIC, { signo: 'SIGUSR1' });
  p.timer_settime(timer, 0, { valueMs: 1e6 });
  p.timer_gettime(timer);
  p.timer_delete(timer);
}

const before = descriptors();
for (let i = 0; i < 3; i++) {
  programs();
  files();
  system();
}
assert.equal(descriptors(), before);
