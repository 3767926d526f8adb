// 2章 プロセス管理 (基礎編): 別のプログラムを起動するexecve()関数, 1から4まで

import { readFileSync, readlinkSync } from 'node:fs';
import { close, execve, fork, kill, pipe, read, waitpid } from 'posix-proc';
import { text, untilState } from './shared.js';

function look(pid: number, when: string) {
  const program = readlinkSync(`/proc/${pid}/exe`);
  const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  const maps = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  const of = (file: string) => maps.filter((row) => row.endsWith(file)).length;
  console.log(`${when}: pid ${pid}, ${program}, argv[0] ${argv[0]}`);
  console.log(
    text({
      en: `  mappings of node: ${of(process.execPath)}, of ${program}: ${of(program)}`,
      ja: `  メモリマップ node: ${of(process.execPath)}, ${program}: ${of(program)}`,
    }),
  );
}

// All four ends are close-on-exec: in the child, execve() closes them.
const [r, w] = pipe();
const [told, tell] = pipe();

const pid = fork();
if (pid === 0) {
  close(w);
  read(r, 1); // until the parent has looked
  execve('/bin/sleep', ['sleep', '60'], {});
  console.log('nobody comes here');
}
close(tell);

look(pid, text({ en: 'before execve()', ja: 'execve()の前' }));
close(w);
read(told, 1); // the end of file comes with execve()
untilState(pid, 'S'); // asleep: it has come from its entry point to its work
look(pid, text({ en: 'after execve()', ja: 'execve()の後' }));

kill(pid, 'SIGTERM');
waitpid(pid);
