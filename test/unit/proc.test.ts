// Texts of /proc that this machine does not have.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAuxv } from '../../dist/proc/auxv.js';
import { parseCgroup } from '../../dist/proc/cgroup.js';
import { parseFdinfo } from '../../dist/proc/fds.js';
import { parseMaps, parseSmaps } from '../../dist/proc/maps.js';
import { Scanner } from '../../dist/proc/scanner.js';
import { parseStat } from '../../dist/proc/stat.js';
import { parseStatus } from '../../dist/proc/status.js';
import { parseEnvironment, parseStrings } from '../../dist/proc/text.js';

const text = (...lines: string[]) =>
  new Scanner(
    Buffer.from(lines.map((line) => `${line}\n`).join('')),
    '/proc/7',
  );

test('the auxiliary vector of a 32-bit program', () => {
  const pairs = [32, 0xf7fc4570, 33, 0xf7fc4000, 6, 4096, 99, 5, 0, 0];
  const bytes = Buffer.from(new Uint32Array(pairs).buffer);
  expect(parseAuxv(new Scanner(bytes, '/proc/7/auxv'))).toEqual({
    AT_SYSINFO: 0xf7fc4570n,
    AT_SYSINFO_EHDR: 0xf7fc4000n,
    AT_PAGESZ: 4096n,
    AT_99: 5n,
  });
});

test('control groups of both versions', () => {
  expect(
    parseCgroup(
      text('4:cpu,cpuacct:/a:b', '1:name=systemd:/', '0::/c (deleted)'),
    ),
  ).toEqual([
    { hierarchy: 4, controllers: ['cpu', 'cpuacct'], path: '/a:b' },
    { hierarchy: 1, controllers: ['name=systemd'], path: '/' },
    { hierarchy: 0, controllers: [], path: '/c (deleted)' },
  ]);
});

test('what fdinfo says of an inotify, and of an io_uring', () => {
  const common = ['pos:\t0', 'flags:\t02000002', 'mnt_id:\t15', 'ino:\t9'];
  const head = { pos: 0n, flags: 0o2000002, mnt_id: 15, ino: 9n };
  expect(
    parseFdinfo(text(...common, 'inotify wd:2 ino:7', 'inotify wd:1 ino:5')),
  ).toEqual({ ...head, inotify: ['wd:2 ino:7', 'wd:1 ino:5'] });
  expect(
    parseFdinfo(
      text(
        ...common,
        'SqMask:\t0x3',
        'UserFiles:\t1',
        '    0: a b',
        'PollList:',
      ),
    ),
  ).toEqual({
    ...head,
    SqMask: ['0x3'],
    UserFiles: ['1', '0: a b'],
    PollList: [''],
  });
});

test('a path with line ends, spaces and bytes that are not UTF-8', () => {
  const line = Buffer.concat([
    Buffer.from('55d0-55e0 r-xp 00000010 fe:01 12     /a\\012 b (deleted)'),
    Buffer.from([0xff, 0x0a]),
    Buffer.from(
      'ffffffffff600000-ffffffffff601000 --xp 0 00:00 0   [vsyscall]\n',
    ),
    Buffer.from('7f00-7f10 rw-s 00000000 00:00 0 \n'),
  ]);
  expect(parseMaps(new Scanner(line, '/proc/7/maps'))).toMatchObject([
    { start: 0x55d0n, offset: 16n, inode: 12n, path: '/a\n b (deleted)\ufffd' },
    { start: 0xffffffffff600000n, path: '[vsyscall]' },
    { perms: 'rw-s', path: '' },
  ]);
});

test('rows of smaps may differ in their keys', () => {
  const usage = [
    ...['Rss', 'Pss', 'Shared_Clean', 'Shared_Dirty', 'Private_Clean'],
    ...['Private_Dirty', 'Referenced', 'Anonymous', 'Swap'],
  ].map((key) => `${key}:     4 kB`);
  const flags = 'VmFlags: rd wr ';
  const rows = parseSmaps(
    text(
      ...['10-20 r--p 0 00:00 0 ', ...usage, flags],
      ...['20-30 r--p 0 00:00 0 ', 'New:  7 kB', ...usage, 'Other:   x', flags],
      ...['30-40 r--p 0 00:00 0 ', ...usage, flags],
    ),
  );
  expect(rows.map((row) => Object.keys(row).length)).toEqual([17, 19, 17]);
  expect(rows[1]).toMatchObject({ New: 7n, Other: 'x', VmFlags: ['rd', 'wr'] });
});

test('the first of each name counts in an environment', () => {
  const entries = parseStrings(Buffer.from('A=1=2\0B\0A=3\0__proto__=4\0\0C='));
  expect(entries.map(String)).toEqual([
    'A=1=2',
    'B',
    'A=3',
    '__proto__=4',
    '',
    'C=',
  ]);
  expect(Object.entries(parseEnvironment(entries))).toEqual([
    ...[
      ['A', '1=2'],
      ['B', ''],
      ['__proto__', '4'],
      ['', ''],
      ['C', ''],
    ],
  ]);
});

const stat = `7 (a) R 1 (b\n) S ${'1 '.repeat(48)}18446744073709551615`;

test('a name in stat may hold anything', () => {
  expect(parseStat(text(stat.replace(/\d+$/, '2')))).toMatchObject({
    ...{ pid: 7, comm: 'a) R 1 (b\n', state: 'S', ppid: 1, exit_code: 2 },
  });
});

test.each([
  ['a field that is missing', stat.split(' ').slice(0, -1).join(' ')],
  ['a number where none fits', stat],
  ['a state that is none', stat.replace(') S', ') 1')],
  ['no name', '7 a S 1'],
  ['nothing', ''],
])('%s', (_, line) => {
  expect(() => parseStat(text(line))).toThrow(
    expect.objectContaining({
      code: 'ERR_PROC_INVALID',
      message: expect.stringMatching(/at offset \d+ of \/proc\/7$/),
    }),
  );
});

test('a list of processors is no longer than their mask', () => {
  const real = readFileSync('/proc/self/status', 'utf8');
  const of = (list: string) => {
    const changed = real
      .replace(/^Cpus_allowed:.*$/m, 'Cpus_allowed:\tff')
      .replace(/^Cpus_allowed_list:.*$/m, `Cpus_allowed_list:\t${list}`);
    return parseStatus(text(...changed.split('\n').slice(0, -1)));
  };
  expect(of('0-1,3-7').Cpus_allowed_list).toEqual([0, 1, 3, 4, 5, 6, 7]);
  const code = 'ERR_PROC_INVALID';
  for (const wrong of ['0-8', '0-99999999', '3,2', '1,1', '2-1', '1x', '1,,2'])
    expect(() => of(wrong), wrong).toThrow(expect.objectContaining({ code }));
});
