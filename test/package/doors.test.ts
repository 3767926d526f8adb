import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const manifest = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8'),
);
const entries = Object.keys(manifest.exports).filter(
  (entry) => entry !== './package.json',
);

test.each(entries)(
  'import and require of %s give the same objects',
  (entry) => {
    const specifier = path.posix.join('posix-proc', entry);
    const program = `
    import { createRequire } from 'node:module';
    import * as esm from '${specifier}';
    const cjs = createRequire(process.cwd() + '/x.js')('${specifier}');
    console.log(JSON.stringify({
      esm: Object.keys(esm).sort(),
      cjs: Object.keys(cjs).sort(),
      different: Object.keys(cjs).filter((name) => !Object.is(cjs[name], esm[name])),
    }));
  `;
    const { esm, cjs, different } = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', program], {
        cwd: root,
        encoding: 'utf8',
      }),
    );
    expect(cjs.length).toBeGreaterThan(0);
    expect(esm).toEqual(cjs);
    expect(different).toEqual([]);
  },
);

test('nothing but the entry points can be reached', () => {
  const program = `require('posix-proc/dist/index.js')`;
  expect(() =>
    execFileSync(process.execPath, ['-e', program], {
      cwd: root,
      stdio: 'pipe',
    }),
  ).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
});
