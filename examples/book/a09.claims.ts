import {
  all,
  equal,
  find,
  findAll,
  fromHex,
  type Page,
  type Run,
} from './checks.js';

type Section = {
  name: string;
  type: string;
  addr: bigint;
  offset: bigint;
  size: bigint;
  flags: string;
};

const pattern =
  /^ +\[ *\d+\] (\S*) +([A-Z_]+) +([0-9a-f]{16}) ([0-9a-f]+) ([0-9a-f]+) [0-9a-f]+ +([A-Za-z]*) +\d+ +\d+ +\d+$/;

/** Where the lines of readelf begin. */
const second = ({ lines }: Run) =>
  lines.findIndex((line) => line.startsWith('$ readelf -SW '));

/** What was read here. */
function sections(run: Run): Section[] {
  const [count] = find(run, /: (\d+) section headers, starting at offset/);
  const lines = run.lines.slice(0, second(run));
  const found = findAll({ ...run, lines }, pattern).map((cells) => {
    const [name, type, , , , flags] = cells as [string, string, ...string[]];
    const [addr, offset, size] = cells.slice(2, 5).map(fromHex);
    return { name, type, addr, offset, size, flags } as Section;
  });
  if (found.length !== Number(count))
    throw new Error(`${found.length} of ${count} sections`);
  return found;
}

function section(run: Run, name: string): [type: string, flags: string] {
  const found = sections(run).filter((it) => it.name === name);
  const [it] = found;
  if (!it || found.length > 1) throw new Error(`${found.length} of ${name}`);
  return [it.type, it.flags];
}

const squeeze = (line: string) => line.trim().replace(/ +/g, ' ');

export default {
  id: 'A09',
  title: 'The sections of an ELF file, as readelf -S shows them',
  source: '2章 プロセス管理 (基礎編): 実行ファイルのフォーマット',
  languages: ['en'],
  claims: [
    {
      claim:
        '.text is the code: to be executed (X), and never written to. .data is the data: to be written (W).',
      check: (run) =>
        all(
          equal(section(run, '.text'), ['PROGBITS', 'AX']),
          equal(section(run, '.data'), ['PROGBITS', 'WA']),
        ),
    },
    {
      claim:
        '.bss is data that starts as zeros, so the file has none of it (NOBITS): the next section lies where it would.',
      check(run) {
        const found = sections(run);
        const at = found.findIndex(({ name }) => name === '.bss');
        const [bss, next] = found.slice(at, at + 2) as [Section, Section];
        return all(
          equal(section(run, '.bss'), ['NOBITS', 'WA']),
          next.offset < bss.offset + bss.size || 'the file has room for it',
        );
      },
    },
    {
      claim:
        'What only linkers and debuggers read has no address in memory, and no A: the names of the sections, and the symbols, if strip(1) has left them.',
      check(run) {
        const names = ['.symtab', '.strtab', '.shstrtab'];
        const found = sections(run).filter(({ name }) => names.includes(name));
        return all(
          equal(found.at(-1)?.name, '.shstrtab'),
          equal(
            found
              .filter((it) => it.addr !== 0n || it.flags !== '')
              .map(({ name }) => name),
            [],
          ),
        );
      },
    },
    {
      claim: 'readelf -SW shows the same, line by line.',
      check(run) {
        const start = second(run);
        const count = sections(run).length;
        if (run.lines.includes('no readelf here'))
          return { unknown: 'there is no readelf here' };
        const mine = run.lines.filter((line) => /^ +\[/.test(line));
        const theirs = run.lines.slice(start + 1);
        return all(
          equal(theirs.length, count),
          equal(mine.slice(0, count).map(squeeze), theirs.map(squeeze)),
        );
      },
    },
  ],
} satisfies Page;
