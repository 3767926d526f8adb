import {
  all,
  equal,
  find,
  findAll,
  fromHex,
  type Page,
  type Run,
} from './checks.js';

const program = /^\/\S+: (ELF\d\d), (EXEC|DYN)(, PIE)?$/;
const entry = {
  en: /^entry point: (0x[0-9a-f]+)$/,
  ja: /^エントリポイント: (0x[0-9a-f]+)$/,
  ko: /^엔트리 포인트: (0x[0-9a-f]+)$/,
};
const segments = {
  en: /^segment (\w+)-(\w+) (...): ?(.*)$/,
  ja: /^セグメント (\w+)-(\w+) (...): ?(.*)$/,
  ko: /^세그먼트 (\w+)-(\w+) (...): ?(.*)$/,
};

/** The flags of every segment that holds the section. */
const flagsOf = (run: Run, section: string) =>
  findAll(run, segments)
    .filter(([, , , names]) => names?.split(' ').includes(section))
    .map(([, , flags]) => flags);

export default {
  id: 'B04',
  title: 'The ELF header of /bin/sleep, and its segments',
  source:
    '第3章 プロセス管理: ELF · Chapter 3. 프로세스 관리: 실행 파일의 구성 요소',
  languages: ['en', 'ja', 'ko'],
  claims: [
    {
      claim:
        'It is a position-independent executable: an ELF file of type DYN.',
      check(run) {
        const [, type, pie] = find(run, program);
        if (type === 'EXEC') return { unknown: 'it is none on this system' };
        return equal([type, pie], ['DYN', ', PIE']);
      },
    },
    {
      claim:
        'Class, type and entry point are what readelf -h shows. (Older ones call a PIE a shared object file; the entry point is another on each system.)',
      check(run) {
        const [bits, type] = find(run, program);
        const [address] = find(run, entry);
        if (run.lines.includes('no readelf here'))
          return { unknown: 'there is no readelf here' };
        return equal(
          [
            find(run, /^ +Class: +(.*)$/)[0],
            find(run, /^ +Type: +(\w+) \(.*\)$/)[0],
            find(run, /^ +Entry point address: +(.*)$/)[0],
          ],
          [bits, type, address],
        );
      },
    },
    {
      claim:
        'What the source calls segments, .text, .data and .bss, are sections (W19): .text is in a segment to be read and executed, .data and .bss in one to be read and written.',
      check: (run) =>
        equal(
          ['.text', '.data', '.bss'].map((name) => flagsOf(run, name)),
          [['R E'], ['RW '], ['RW ']],
        ),
    },
    {
      claim: 'The entry point is in the segment that may be executed.',
      check(run) {
        const at = BigInt(find(run, entry)[0] as string);
        const found = findAll(run, segments).filter(
          ([start, end]) => fromHex(start) <= at && at < fromHex(end),
        );
        return all(equal(found.length, 1), equal(found[0]?.[2], 'R E'));
      },
    },
  ],
} satisfies Page;
