// The figures of bench/wait.mjs as Markdown.

import { conditions, mark, ratios, table, times } from '../report.mjs';

const over = ({ median }, most) =>
  most ? `≤ ${most}: ${mark(median <= most * 1000)}` : '';

export function markdown({ machine, load, one, many, sooner, count }) {
  return `# What waiting costs

Written by \`npm run bench:wait -- --write\`: ${conditions(machine, load)}

Medians (quartiles; least–greatest), in µs, of programs that were measured in turns, in random order, after warm-up.

## One child

\`waitpid()\` and the bare system call, by a function of Node-API that makes it and nothing else, in the same process and in turns. The difference is that of neighbours in time; each is the median of ten. Beside a child of child_process, a wait for any child has to look which children are its own.

${table(
  ['', 'waitpid()', 'bare wait4(2)', 'difference', 'target', 'n'],
  one.map(({ title, most, figures }) => [
    title,
    times(figures.own, 1),
    times(figures.bare, 1),
    times(figures.over, 1),
    over(figures.over, most),
    figures.own.n,
  ]),
)}

## ${count.toLocaleString('en')} at once

The time that the main thread works for each, from \`new Child(pid).wait()\` to its result, when all of them end at the same moment; and until each 'exit' event of child_process, without what its spawn() costs. The latter takes ${ratios(sooner, 1)} times as long.

${table(
  ['', 'µs of the main thread each', 'target', 'n'],
  many.map(({ title, most, time }) => [
    title,
    times(time, 1),
    over(time, most),
    time.n,
  ]),
)}
`;
}
