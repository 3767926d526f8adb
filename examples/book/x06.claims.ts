import { equal, find, type Page, type Run } from './checks.js';

const percent = (run: Run, name: string) =>
  Number(find(run, new RegExp(`^${name}: (\\d+) % of`))[0]);

export default {
  id: 'X06',
  title: 'A loop of system calls',
  source: '試して理解Linuxのしくみ: システムコール, ppidloop',
  languages: ['en'],
  claims: [
    {
      claim:
        'A program that calls getppid() all the time spends a part of it in the kernel: each call is one of the system.',
      check(run) {
        const spent = percent(run, 'getppid\\(\\)');
        return (spent >= 5 && spent < 100) || `${spent} %`;
      },
    },
    {
      claim: 'One that adds numbers spends next to nothing there.',
      check(run) {
        const [spent, other] = ['addition', 'getppid\\(\\)'].map((name) =>
          percent(run, name),
        ) as [number, number];
        return spent < other || `${spent} % and ${other} %`;
      },
    },
    {
      claim: 'It is the number that Node knows as process.ppid.',
      check(run) {
        const [called, known] = find(
          run,
          /^getppid\(\) is (\d+), process.ppid (\d+)$/,
        );
        return equal(called, known);
      },
    },
  ],
} satisfies Page;
