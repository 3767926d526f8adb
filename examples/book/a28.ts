// 2章 プロセス管理 (基礎編): セッション, tty

import { isatty, Pty, ttyname } from 'posix-proc';
import { codeOf } from './shared.js';
import { Screen } from './terminal.js';

async function main() {
  const shell = new Screen(
    Pty.spawn('sh', ['-c', 'tty; tty < /dev/null; echo "exit status $?"']),
  );
  await shell.end();

  const screen = new Screen(
    await Pty.fork(() => console.log(`ttyname(0): ${ttyname(0)}`)),
  );
  console.log(`the terminal: ${screen.pty.name}`);
  await screen.end();
  console.log(`isatty(0) here: ${isatty(0)}`);
  console.log(`ttyname(0) here: ${codeOf(() => ttyname(0))}`);
}
main();
