import { all, equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'E17',
  title: 'Processes can communicate',
  source: 'なるほどUnixプロセス: プロセスは通信できる',
  languages: ['en'],
  claims: [
    {
      claim:
        'A pipe connects two processes: what one writes to its end, the other reads from its own. Even after the writer has ended.',
      check: (run) =>
        equal(find(run, /^pipe: (.*)$/), ['a word from the child']),
    },
    {
      claim: 'In one direction only.',
      check: (run) => equal(find(run, /^the wrong way: (\w+)$/), ['EBADF']),
    },
    {
      claim:
        'Its end of file comes when nobody has the writing end open any more, the reader itself included.',
      check: (run) =>
        all(
          equal(find(run, /^one writer left: (.*)$/), ['nothing yet']),
          equal(find(run, /^no writer left: (\d+) bytes$/), ['0']),
        ),
    },
    {
      claim:
        'A pair of sockets works both ways: the answer comes where the question went.',
      check: (run) =>
        equal(findAll(run, /^socket: (.*)$/).flat(), [
          ...['How are you? Fine!', '0 bytes'],
        ]),
    },
  ],
} satisfies Page;
