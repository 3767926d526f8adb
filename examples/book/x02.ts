// 試して理解Linuxのしくみ, 5: non-shared-memory.py, shared-memory.py

import { fork, mmap, waitpid } from 'posix-proc';

for (const shared of [false, true]) {
  const how = shared ? 'shared' : 'private';
  const data = new Int32Array(mmap({ length: 4, shared }));
  data[0] = 1000;
  console.log(`${how}: ${data[0]} before fork()`);
  const pid = fork();
  if (pid === 0) {
    data[0] *= 2;
    console.log(`${how}: ${data[0]} in the child`);
    process.exit(0);
  }
  waitpid(pid);
  console.log(`${how}: ${data[0]} in the parent`);
}
