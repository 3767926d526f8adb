// Eight workers of a kind, until standard input ends; says where they are.

import { kinds } from './kinds.mjs';

const [, , kind, megabytes, workers] = process.argv;
const { port, pids } = await kinds[kind](Number(megabytes), Number(workers));
console.log(JSON.stringify({ port, pids: pids() }));
process.stdin.on('end', () => process.exit()).resume();
