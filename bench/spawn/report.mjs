// The figures of bench/spawn.mjs as Markdown.

import { conditions, mark, ratios, table, times } from '../report.mjs';

const aims = [
  ['c', 'posix-proc to C, 45 MB', 1.2],
  ['cLarge', 'posix-proc to C, 1 GB'],
  ['flat', 'posix-proc, 1 GB to 45 MB', 1.3],
  ['friendly', 'spawn() to posix_spawn(), 45 MB'],
  ['friendlyFlat', 'spawn(), 1 GB to 45 MB', 1.3],
  ['faster', 'spawnSync to posix-proc, 45 MB', undefined, 2.5],
  ['fasterC', 'spawnSync to C, 45 MB'],
  ['fasterLarge', 'spawnSync to posix-proc, 1 GB', undefined, 10],
  ['fasterCLarge', 'spawnSync to C, 1 GB'],
];

function aim(median, most, least) {
  if (most) return `≤ ${most}: ${mark(median <= most)}`;
  if (least) return `≥ ${least}: ${mark(median >= least)}`;
  return '';
}

export function markdown({ machine, load, figures, ratios: all }) {
  return `# What posix_spawn() costs

Written by \`npm run bench:spawn -- --write\`: ${conditions(machine, load)}

\`posix_spawn('/bin/true', ['true'])\` and \`waitpid()\`, \`spawn('/bin/true')\` and \`Child.wait()\`, the same in C, and \`child_process.spawnSync('/bin/true', { stdio: 'inherit' })\`, in processes of 45 MB (Node as started) and of 1 GB. All eight were measured in turns, in random order, after warm-up; a ratio is the median of the ratios of neighbours in time, with its quartiles. Most of each time is the program's own, from execve() to its end: no way to start it can be further ahead of spawnSync than C is.

${table(
  ['', 'ratio', 'target'],
  aims.map(([name, title, ...bounds]) => [
    title,
    ratios(all[name], 2),
    aim(all[name].median, ...bounds),
  ]),
)}

${table(
  ['', 'µs: median (quartiles; least–greatest)', 'RSS', 'n'],
  figures.map(({ title, time, rss }) => [
    title,
    times(time),
    `${Math.round(rss / 2 ** 20)} MB`,
    time.n,
  ]),
)}
`;
}
