// Chapter 3. 프로세스 관리: execve() 함수, kill 16292

import { kill, posix_spawn, SIGTERM, waitpid } from 'posix-proc';

const command = ['/bin/sleep', '10000'];
const pid = posix_spawn('/bin/sleep', command);
console.log(`[1] ${pid}`);

kill(pid, 'SIGTERM'); // what the kill command sends unless told otherwise

// What a shell says of a job that has ended.
const ended = waitpid(pid);
const byKill = ended.kind === 'signaled' && ended.signo === SIGTERM;
const what = byKill ? 'terminated' : 'done';
console.log(`[1]  + ${pid} ${what}  ${command.join(' ')}`);
