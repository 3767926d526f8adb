import { all, equal, find, findAll, type Page, type Run } from './checks.js';

type Verdict = ReturnType<typeof equal>;

/** The two ids that it printed at this moment. */
const ids = (run: Run, when: string) =>
  find(
    run,
    new RegExp(
      `^${when.replace(/[()]/g, '\\$&')}: real uid = (\\d+), effective uid = (\\d+)$`,
    ),
  );

/** What only root can show; the others say what they got instead. */
function asRoot(run: Run, check: () => Verdict): Verdict {
  const others = findAll(run, /^only root can become somebody else: EPERM$/);
  if (others.length === 1) return { unknown: 'this is not root' };
  return check();
}

export default {
  id: 'X18',
  title: 'pruids: whom does the system take a process for?',
  source: 'Advanced Programming in the UNIX Environment: figure 8.25, pruids.c',
  languages: ['en'],
  claims: [
    {
      claim:
        'A process has a real and an effective user id, mostly the same one.',
      check(run) {
        const [real, effective] = ids(run, 'at the start');
        return equal(real, effective);
      },
    },
    {
      claim:
        "Permissions go by the effective id: as nobody, it cannot open root's file.",
      check: (run) =>
        asRoot(run, () =>
          all(
            equal(ids(run, 'seteuid(nobody)'), ['0', '65534']),
            equal(findAll(run, /^then root's file: (.+)$/)[0], ['EACCES']),
          ),
        ),
    },
    {
      claim: 'From an effective id there is a way back to the real one.',
      check: (run) =>
        asRoot(run, () =>
          all(
            equal(ids(run, 'seteuid(root)'), ['0', '0']),
            equal(findAll(run, /^then root's file: (.+)$/)[1], ['no error']),
          ),
        ),
    },
    {
      claim:
        'With the real and the saved id gone as well, there is none: EPERM.',
      check: (run) =>
        asRoot(run, () =>
          all(
            equal(ids(run, 'setresuid(nobody)'), ['65534', '65534']),
            equal(find(run, /^the way back: (\w+)$/), ['EPERM']),
          ),
        ),
    },
    {
      claim:
        'A program with the set-user-id bit runs with the effective id of its owner, whoever executes it.',
      check: (run) =>
        asRoot(run, () => {
          const [real, effective] = find(
            run,
            /^uid=(\d+)\S* gid=\S+ ?(?:euid=(\d+))?/,
          );
          if (real === '65534' && !effective)
            return { unknown: 'set-user-id has no effect in this folder' };
          return equal([real, effective], ['65534', '0']);
        }),
    },
  ],
} satisfies Page;
