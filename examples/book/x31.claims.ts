import { all, equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'X31',
  title: 'Babysitting',
  source: 'Working With Unix Processes: Processes Can Wait',
  languages: ['en'],
  claims: [
    {
      claim:
        'wait() returns once for each child, in the order in which they end, whatever that is.',
      check(run) {
        const babies = find(run, /^babies: (\d+) (\d+) (\d+)$/);
        const found = findAll(run, /^wait\(\): (\d+)$/).flat();
        return equal(found.sort(), babies.sort());
      },
    },
    {
      claim: 'It tells what each has exited with.',
      check(run) {
        const said = findAll(run, /^child (\d+): exit\((11[12])\)$/);
        const found = findAll(run, /^wait\(\): (\d+) exited with (\d+)$/);
        return all(equal(found.length, 5), equal(found.sort(), said.sort()));
      },
    },
    {
      claim:
        'waitpid() waits for one of them, and leaves the others for later.',
      check: (run) =>
        all(
          equal(find(run, /^waitpid\(favourite\): (\w+)$/), ['true']),
          equal(find(run, /^waitpid\(other\): (\w+)$/), ['true']),
        ),
    },
    {
      claim:
        'It does not matter when: the kernel keeps the status of each until it is asked for, once.',
      check: (run) =>
        equal(
          findAll(run, /^queue: (.*)$/)
            .flat()
            .sort(),
          [...['ECHILD', 'exited with 1', 'exited with 2']],
        ),
    },
  ],
} satisfies Page;
