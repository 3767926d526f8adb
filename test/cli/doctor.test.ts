import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

// Where pid 1 takes its time, each look at the orphans does.
const deadlineMs = 60_000;

const run = async (name: string) =>
  (await runFixture('cli/doctor.mjs', { args: [name], deadlineMs })).report;

test(
  'it works here',
  async () => {
    const found = await run('here');
    expect(found).toMatchObject({
      ...{ status: 0, stderr: '' },
      essential: ['Node', 'system', 'libc', 'addon', 'fork()'],
      Node: [true, process.versions.node],
      system: [true, expect.stringMatching(/^linux x64, kernel \d/)],
      libc: [true, expect.stringMatching(/^glibc 2\./)],
      addon: [true, expect.stringMatching(/^(prebuilt|built here), \S+\.node/)],
      'fork()': [true, expect.stringContaining('works')],
      pidfd: [true, expect.any(String)],
      pty: [true, expect.stringContaining('/dev/pts/')],
      '/proc': [true, expect.stringMatching(/^shows \d+ processes$/)],
    });
    for (const name of found.names)
      expect([name, found[name][1]]).toEqual([
        name,
        expect.not.stringContaining('cannot be told'),
      ]);
  },
  deadlineMs,
);

test(
  'limits that hinder',
  async () => {
    const { files, core } = await run('limits');
    expect(files).toEqual([null, expect.stringMatching(/^up to 200 /)]);
    // Unless the kernel hands crashes to a program.
    if (!/handed to/.test(core[1]))
      expect(core).toEqual([null, expect.stringMatching(/no core file/)]);
  },
  deadlineMs,
);

test(
  'addresses that do not differ',
  async () => {
    expect(await run('aslr')).toEqual([null, expect.stringMatching(/^off/)]);
  },
  deadlineMs,
);

test(
  'a filter that forbids a call',
  async () => {
    const { status, pidfd, seccomp } = await run('filtered');
    expect(status).toBe(0);
    expect(pidfd).toEqual([
      false,
      expect.stringMatching(/^ENOSYS: .*spawn\(\)/),
    ]);
    expect(seccomp).toEqual([
      null,
      expect.stringMatching(/filter is on.*no_new_privs is on/),
    ]);
  },
  deadlineMs,
);

test(
  'without an addon there is no use in looking further',
  async () => {
    const { none, bad } = await run('addon');
    for (const it of [none, bad]) {
      expect(it).toMatchObject({ status: 1, stderr: '', names: it.essential });
      expect(it['fork()'][0]).toBe(false);
    }
    expect(none.addon).toEqual([false, expect.stringContaining('npm rebuild')]);
    expect(bad.addon).toEqual([
      false,
      expect.stringMatching(/bad\.node does not load: ./),
    ]);
  },
  deadlineMs,
);

test(
  'pid 1 may be this process, or one that waits for nobody',
  async (ctx) => {
    const found = await run('spaces');
    if (!found) return ctx.skip('there are no pid namespaces to be had');
    const { first, other, careless } = found;
    expect(first.status).toBe(0);
    expect(first.orphans).toEqual([null, expect.stringMatching(/is pid 1/)]);
    expect(other).toEqual([
      false,
      expect.stringMatching(/another pid namespace/),
    ]);
    expect(careless).toEqual([
      false,
      expect.stringMatching(/children of sleep \(1\).*zombies/),
    ]);
  },
  deadlineMs,
);

test(
  'sentences are broken at the width of a terminal',
  async () => {
    const { whole, narrow, plain } = await run('terminal');
    expect(whole).toMatch(/^✓ fork\(\) +works/m);
    expect(narrow).toContain('\x1b[32m✓');
    expect(plain).toContain('✓');
    const lines = plain.split('\n');
    expect(lines.length).toBeGreaterThan(whole.split('\n').length);
    // What is one word stays so: the addon's file.
    for (const text of [plain, stripVTControlCharacters(narrow)])
      for (const line of text.split('\n'))
        if (!line.includes('.node'))
          expect(line.length).toBeLessThanOrEqual(40);
  },
  deadlineMs,
);

test(
  'who stops reading, as head does, gets no complaint',
  async () => {
    const { stdout, stderr } = await run('head');
    expect([stdout, stderr]).toEqual([
      `✓ Node      ${process.versions.node}\n`,
      '0\n',
    ]);
  },
  deadlineMs,
);
