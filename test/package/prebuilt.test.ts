import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { aboveFloor, versionNeeds } from '../../scripts/check-glibc-floor.mjs';
import { sourceHash } from '../../scripts/native-files.js';

const prebuilt = path.join(
  import.meta.dirname,
  '../../prebuilds/linux-x64/posix-proc.glibc.node',
);

test('the prebuilt addon is built from this tree (else: npm run build:prebuilt)', () => {
  const hash = execFileSync(
    process.execPath,
    ['-p', 'require(process.argv[1]).sourceHash', prebuilt],
    { encoding: 'utf8' },
  );
  expect(hash.trim()).toBe(sourceHash());
});

test('the prebuilt addon needs nothing newer than glibc 2.28', () => {
  const needs = versionNeeds(prebuilt);
  expect(needs).toContain('GLIBC_2.14');
  expect(aboveFloor(needs)).toEqual([]);
});

test('the floor is compared by number, and an unknown library fails', () => {
  const needs = ['GLIBC_2.9', 'GLIBC_2.28', 'GLIBC_2.29', 'OTHER_1.0'];
  expect(aboveFloor(needs)).toEqual(['GLIBC_2.29', 'OTHER_1.0']);
  expect(aboveFloor(['GLIBCXX_3.4', 'GLIBCXX_3.4.21'])).toEqual([]);
  expect(aboveFloor(['GLIBCXX_3.4.22'])).toEqual(['GLIBCXX_3.4.22']);
});
