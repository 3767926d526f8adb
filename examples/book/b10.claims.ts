import { equal, find, findAll, type Page, type Run } from './checks.js';

/** The functions whose program saw that environment. */
const withEnvironment = (run: Run, en: string, ko: string) =>
  findAll(run, {
    en: new RegExp(`^os\\.exec(\\w+): ${en}$`),
    ko: new RegExp(`^os\\.exec(\\w+): ${ko}$`),
  }).flat();

export default {
  id: 'B10',
  title: "Python's os.exec functions",
  source: 'Chapter 3. 프로세스 관리: fork and exec, 파이썬의 OS.exec()',
  languages: ['en', 'ko'],
  claims: [
    {
      claim:
        'l or v in the name says how the arguments come, one by one or as an array; p, that the program is searched in PATH. Without an e the program gets the environment of its parent.',
      check: (run) =>
        equal(withEnvironment(run, "the parent's", '부모의 환경'), [
          ...['l', 'lp', 'v', 'vp'],
        ]),
    },
    {
      claim: 'With an e, which stands last, it gets one of its own.',
      check: (run) =>
        equal(withEnvironment(run, 'its own', '자신의 환경'), [
          ...['le', 'lpe', 've', 'vpe'],
        ]),
    },
    {
      claim:
        'Where Python raises an OSError, an Error is thrown, of that code.',
      check: (run) => equal(find(run, /^OSError: (\w+)$/), ['ENOENT']),
    },
    {
      claim:
        'One difference: Python searches sh in the PATH of the new environment. C searches in that of the caller, and finds it.',
      check: (run) => equal(find(run, /^PATH=(.*)$/), ['/no']),
    },
  ],
} satisfies Page;
