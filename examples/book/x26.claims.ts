import { all, equal, find, findAll, type Page, type Run } from './checks.js';

const number = (run: Run, name: string) =>
  Number(find(run, new RegExp(`^${name}: (\\d+)$`))[0]);

export default {
  id: 'X26',
  title: 'Descriptors: the lowest number that is free',
  source: 'Working With Unix Processes: Processes Have File Descriptors',
  languages: ['en'],
  claims: [
    {
      claim:
        'Each new one gets the lowest free number: /dev/null that of passwd, which has been closed, and not one above hosts.',
      check(run) {
        const [passwd, hosts] = [number(run, 'passwd'), number(run, 'hosts')];
        find(run, /^closed: passwd$/);
        return all(
          equal(number(run, '/dev/null'), passwd),
          passwd < hosts || `${passwd} and ${hosts}`,
        );
      },
    },
    {
      claim:
        'They are counted together, whatever they stand for: a device, a folder, a pipe, a FIFO. Those of Node are among them.',
      check(run) {
        const numbers = findAll(run, /^a \w+: (\d+)$/).flat();
        return equal([numbers.length, new Set(numbers).size], [4, 4]);
      },
    },
    {
      claim:
        'What is closed has none any more: Fd gives -1, which no call takes.',
      check: (run) =>
        all(
          equal(find(run, /^after close\(\): fd (\S+)$/), ['-1']),
          equal(find(run, /^read\(fd\): (\w+)$/), ['ERR_OUT_OF_RANGE']),
        ),
    },
    {
      claim:
        'A number that was kept is an error at best: EBADF, as long as nobody else has got it.',
      check: (run) =>
        equal(find(run, /^read\((\d+)\): (\w+)$/), [
          ...find(run, /^hosts: (\d+)$/),
          'EBADF',
        ]),
    },
  ],
} satisfies Page;
