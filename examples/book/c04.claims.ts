import { equal, type Page, type Run } from './checks.js';

/** What a way to end did first, and how it ended. */
function ending(run: Run, way: string): string[] {
  const end = run.lines.findIndex((line) => line.startsWith(`${way}: `));
  const before = run.lines.slice(0, end).reverse();
  const first = before.findIndex((line) => !line.startsWith('  '));
  const mine = first < 0 ? before : before.slice(0, first);
  return [
    ...mine.reverse().map((line) => line.slice(2)),
    (run.lines[end] ?? '').slice(way.length + 2),
  ];
}

export default {
  id: 'C04',
  title: 'Five ways to end normally',
  source: 'プロセス制御: exit関数',
  languages: ['en'],
  claims: [
    {
      claim:
        'The script ends: its exit listeners run, process.exitCode is the status.',
      check: (run) =>
        equal(ending(run, 'return from main'), [
          'exit listener',
          'exited with 1',
        ]),
    },
    {
      claim:
        'process.exit(): the same, from anywhere (in C: what atexit() registered runs, and the streams are flushed; the kernel closes the descriptors, W11).',
      check: (run) =>
        equal(ending(run, 'exit(2)'), ['exit listener', 'exited with 2']),
    },
    {
      claim: '_exit(): no listener runs.',
      check: (run) => equal(ending(run, '_exit(3)'), ['exited with 3']),
    },
    {
      claim:
        'A process ends with its last thread: the main script ended before, the process when its Worker returned.',
      check: (run) =>
        equal(ending(run, 'the last thread returns'), [
          'the last thread ends',
          'exit listener',
          'exited with 10',
        ]),
    },
    {
      claim:
        'process.exit() in a Worker is pthread_exit(): it ends that thread alone, and the main thread decides on the status.',
      check: (run) =>
        equal(ending(run, 'the last thread exits with 5'), [
          'the last thread ends',
          'exit listener',
          'exited with 15',
        ]),
    },
  ],
} satisfies Page;
