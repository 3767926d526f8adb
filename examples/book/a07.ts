// 2章 プロセス管理 (基礎編): 実行ファイルのフォーマット, cc -no-pie

import { kill, waitpid } from 'posix-proc';
import { auxv } from 'posix-proc/proc';
import { hex, partsOf, pauseProgram, start } from './programs.js';
import { how, stateOf, text } from './shared.js';

const program = pauseProgram();
const { type, entry } = partsOf(program.file);
console.log(
  text({
    en: `${program.argv0}: ${type}, entry point ${hex(entry)}`,
    ja: `${program.argv0}: ${type}, エントリポイント ${hex(entry)}`,
  }),
);

const pid = start(program);
const begun = hex(auxv(pid).AT_ENTRY as bigint);
console.log(
  text({
    en: `${pid}: began at ${begun}, state ${stateOf(pid)}`,
    ja: `${pid}: 開始アドレス ${begun}, 状態 ${stateOf(pid)}`,
  }),
);
kill(pid, 'SIGTERM');
console.log(`waitpid(${pid}): ${how(waitpid(pid))}`);
