// 2章 プロセス管理 (基礎編): 別のプログラムを子プロセスとして起動するposix_spawn()関数

import { posix_spawn, waitpid } from 'posix-proc';
import { codeOf, text } from './shared.js';

const words = text({
  en: 'I was started by posix_spawn()',
  ja: 'posix_spawn()によって生成されました',
});
const pid = posix_spawn('/bin/echo', ['echo', words], { env: {} });
console.log(
  text({
    en: 'started the echo command',
    ja: 'echo コマンドを生成しました',
  }),
);
waitpid(pid);

const code = codeOf(() => posix_spawn('/no/such/program', ['program']));
console.log(`posix_spawn('/no/such/program'): ${code}`);
