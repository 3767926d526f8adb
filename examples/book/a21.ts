// 2章 プロセス管理 (基礎編): プロセスの終了, wait-ret.sh

import { posix_spawnp, WEXITSTATUS, waitpid } from 'posix-proc';
import { text } from './shared.js';

const pid = posix_spawnp('false', ['false']); // false &
const { status } = waitpid(pid); // wait $!
console.log(
  text({
    en: `the false command has ended: ${WEXITSTATUS(status)}`,
    ja: `false コマンドが終了しました: ${WEXITSTATUS(status)}`,
  }),
);
