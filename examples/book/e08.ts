// なるほどUnixプロセス: プロセスには終了コードがある

import { _exit, fork, posix_spawn, WEXITSTATUS, waitpid } from 'posix-proc';

function show(name: string, exit: () => void) {
  const pid = fork();
  if (pid === 0) exit();
  console.log(`${name}: ${WEXITSTATUS(waitpid(pid).status)}`);
}

show('exit()', () => process.exit());
show('exit(1)', () => process.exit(1));
show('exit(255)', () => process.exit(255));
show('exit(256)', () => process.exit(256));
show('_exit(0)', () => _exit(0));

// A shell has the exit code of the last command in $?.
const script = `"$0" -e 'process.exit(3)'; echo "\\$? is $?"`;
waitpid(posix_spawn('/bin/sh', ['sh', '-c', script, process.execPath]));
