// Importing the package never crashes, whatever system it is on: the calls
// refuse, with a code.

import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const scratch = mkdtempSync(path.join(tmpdir(), 'posix-proc-elsewhere-'));
afterAll(() => rmSync(scratch, { recursive: true }));

// What the calls do, tried one by one.
const probe = `
  const attempt = (call) => {
    try { return { returned: call() }; } catch (error) { return { code: error.code }; }
  };
  console.log(JSON.stringify({
    support: api.forkSupport(),
    fork: attempt(() => api.fork()),
    waitpid: attempt(() => api.waitpid(-1, 0)),
    kill: attempt(() => api.kill(process.pid, 0)),
  }));
`;
const doors = {
  require: ['-e', `const api = require('posix-proc'); ${probe}`],
  import: [
    '--input-type=module',
    '-e',
    `import * as api from 'posix-proc'; ${probe}`,
  ],
};

function run(folder: string, args: string[]) {
  const output = execFileSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 30_000,
  });
  return JSON.parse(output);
}

function expectRefusal(result: ReturnType<typeof run>) {
  expect(result.support).toEqual({
    supported: false,
    code: 'ERR_FORK_UNSUPPORTED',
    reason: expect.any(String),
  });
  expect(result.fork).toEqual({ code: 'ERR_FORK_UNSUPPORTED' });
  expect(result.waitpid).toEqual({ code: expect.any(String) });
  expect(result.kill).toEqual({ code: expect.any(String) });
}

/** The package as built, without any addon. */
function packageWithoutAddon(name: string): string {
  const folder = path.join(scratch, name);
  mkdirSync(folder);
  cpSync(path.join(root, 'dist'), path.join(folder, 'dist'), {
    recursive: true,
  });
  cpSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  symlinkSync(
    path.join(root, 'node_modules'),
    path.join(folder, 'node_modules'),
  );
  return folder;
}

describe.each(['require', 'import'] as const)('%s', (door) => {
  test.each([
    ['darwin', 'arm64'],
    ['win32', 'x64'],
    ['linux', 'arm64'],
  ])('on %s-%s', (platform, arch) => {
    const preload = path.join(scratch, `${door}-${platform}-${arch}.cjs`);
    writeFileSync(
      preload,
      `Object.defineProperty(process, 'platform', { value: '${platform}' });
       Object.defineProperty(process, 'arch', { value: '${arch}' });`,
    );
    const folder = packageWithoutAddon(`${door}-${platform}-${arch}`);
    expectRefusal(run(folder, ['--require', preload, ...doors[door]]));
  });

  test('with no addon', () => {
    expectRefusal(run(packageWithoutAddon(`${door}-none`), doors[door]));
  });

  test('with an addon that cannot be loaded', () => {
    const folder = packageWithoutAddon(`${door}-broken`);
    const prebuilds = path.join(folder, 'prebuilds/linux-x64');
    mkdirSync(prebuilds, { recursive: true });
    writeFileSync(path.join(prebuilds, 'posix-proc.glibc.node'), 'no ELF');
    expectRefusal(run(folder, doors[door]));
  });
});
