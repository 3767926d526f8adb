import { all, equal, find, type Page, type Run } from './checks.js';

const numberIn = (run: Run, line: RegExp) => Number(find(run, line)[0]);

export default {
  id: 'E04',
  title: 'A process has file descriptors',
  source: 'なるほどUnixプロセス: プロセスにはファイルディスクリプタがある',
  languages: ['en'],
  claims: [
    {
      claim:
        'open() returns a number, which stands for that opening: another one of the same file has another.',
      check(run) {
        const first = numberIn(run, /^open\(\): (\d+)$/);
        const second = numberIn(run, /^open\(\) again: (\d+)$/);
        return second > first || `${first} and ${second}`;
      },
    },
    {
      claim: 'After close() the number stands for nothing.',
      check: (run) => equal(find(run, /^after close\(\): (\w+)$/), ['EBADF']),
    },
    {
      claim: 'The next open() gets it again: it takes the lowest that is free.',
      check: (run) =>
        equal(
          numberIn(run, /^the next open\(\): (\d+)$/),
          numberIn(run, /^open\(\): (\d+)$/),
        ),
    },
    {
      claim:
        'What a process opens for itself is its own: the number that the child has got stands for nothing in the parent.',
      check(run) {
        const [theirs] = find(run, /^open\(\) in the child: (\d+)$/);
        return equal(find(run, /^(\d+) in the parent: (\w+)$/), [
          theirs,
          'EBADF',
        ]);
      },
    },
    {
      claim:
        'What a process has open is closed when it ends, however it ends: here a lock goes with it.',
      check: (run) =>
        all(
          equal(find(run, /^while .* locked: (.*)$/), ['EAGAIN']),
          equal(find(run, /^when .* ended: (.*)$/), ['no error']),
        ),
    },
  ],
} satisfies Page;
