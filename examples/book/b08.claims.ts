import { all, differ, equal, find, type Page, type Run } from './checks.js';

/** Type, address in the file, and two in memory. */
const program = (run: Run, name: string) =>
  find(run, {
    en: new RegExp(
      `^${name}: (\\w+), in the file (\\w+), in memory (\\w+), (\\w+)$`,
    ),
    ko: new RegExp(`^${name}: (\\w+), 파일 (\\w+), 메모리 (\\w+), (\\w+)$`),
  });

export default {
  id: 'B08',
  title: 'Why is my program not at 00400000?',
  source: 'Chapter 3. 프로세스 관리: 실행 파일의 구성 요소',
  languages: ['en', 'ko'],
  picture: 'sections',
  claims: [
    {
      claim:
        'One that was compiled with -no-pie is: its file says so, and it is there each time.',
      check(run) {
        find(run, /^\$ cc -o pause -no-pie pause\.c$/);
        if (run.lines[1]?.startsWith('cc: it is not here'))
          return { unknown: 'there is no cc here' };
        const at = '00400000';
        return equal(program(run, 'pause'), ['EXEC', at, at, at]);
      },
    },
    {
      claim:
        'By now compilers make position-independent programs. The file of such a one says 0, which means: anywhere.',
      check(run) {
        const [type, inFile] = program(run, 'sleep');
        if (type === 'EXEC') return { unknown: '/bin/sleep is none here' };
        return equal([type, inFile], ['DYN', '00000000']);
      },
    },
    {
      claim:
        'Then the kernel chooses: the beginning of a page, each time another.',
      check(run) {
        const [type, inFile, first, second] = program(run, 'sleep');
        if (type === 'EXEC') return { unknown: '/bin/sleep is none here' };
        return all(
          differ(first, inFile),
          differ(first, second),
          equal(
            [first, second].map((it) => it?.slice(-3)),
            ['000', '000'],
          ),
        );
      },
    },
    {
      claim:
        'This is address space layout randomization. Without it (ADDR_NO_RANDOMIZE) the kernel chooses the same address each time, but not 00400000.',
      check(run) {
        const [allowed] = find(run, /^ADDR_NO_RANDOMIZE: (no error|EPERM)$/);
        const [type] = program(run, 'sleep');
        if (allowed === 'EPERM')
          return { unknown: 'personality() is forbidden here' };
        if (type === 'EXEC') return { unknown: '/bin/sleep is no PIE here' };
        const [first, second] = find(run, {
          en: /^sleep, not random: (\w+), (\w+)$/,
          ko: /^sleep, 무작위화 없음: (\w+), (\w+)$/,
        });
        return all(equal(first, second), differ(first, '00400000'));
      },
    },
  ],
} satisfies Page;
