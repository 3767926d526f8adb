import { equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'X34',
  title: 'A stream, messages, and a pipe with a name',
  source: 'Working With Unix Processes: Processes Can Communicate',
  languages: ['en'],
  claims: [
    {
      claim: 'Ten lines from child to parent through a pipe.',
      check: (run) =>
        equal(
          findAll(run, /^pipe: line (\d+)$/).flat(),
          Array.from({ length: 10 }, (_, i) => `${i + 1}`),
        ),
    },
    {
      claim:
        'Four jobs and four answers over a pair of datagram sockets: each is a message, and none is joined to the next as in a stream.',
      check: (run) =>
        equal(findAll(run, /^socket: done: (.*)$/).flat(), [
          ...['sweep', 'sweep', 'dust', 'dust'],
        ]),
    },
    {
      claim:
        'A FIFO is a pipe that is found by its name: the other process has inherited nothing but that.',
      check: (run) => equal(find(run, /^FIFO: (.*)$/), ['hello']),
    },
  ],
} satisfies Page;
