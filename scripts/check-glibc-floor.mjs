// Fails when a prebuilt binary needs a newer C or C++ library than the oldest
// systems Node's own builds run on. Reads the binary's version needs
// (.gnu.version_r) itself, so it works where binutils is not installed.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const limits = {
  GLIBC: '2.28',
  GLIBCXX: '3.4.21',
  CXXABI: '1.3.9',
  GCC: '7.0.0',
};

const SHT_GNU_verneed = 0x6ffffffe;

/** Every versioned need of an ELF64 little-endian file, such as GLIBC_2.14. */
export function versionNeeds(file) {
  const elf = readFileSync(file);
  const sections = Array.from(
    { length: elf.readUInt16LE(0x3c) },
    (_, index) => {
      const at =
        Number(elf.readBigUInt64LE(0x28)) + index * elf.readUInt16LE(0x3a);
      return {
        type: elf.readUInt32LE(at + 4),
        offset: Number(elf.readBigUInt64LE(at + 24)),
        link: elf.readUInt32LE(at + 40),
      };
    },
  );
  const needs = sections.find(({ type }) => type === SHT_GNU_verneed);
  const strings = sections[needs.link].offset;
  const found = [];
  // A chain of libraries, each with a chain of versions.
  for (let library = needs.offset, next = -1; next !== 0; library += next) {
    next = elf.readUInt32LE(library + 12);
    let version = library + elf.readUInt32LE(library + 8);
    for (let more = -1; more !== 0; version += more) {
      const name = strings + elf.readUInt32LE(version + 8);
      more = elf.readUInt32LE(version + 12);
      found.push(elf.toString('latin1', name, elf.indexOf(0, name)));
    }
  }
  return found;
}

/** The needs that are above the floor. */
export function aboveFloor(needs) {
  return needs.filter((need) => {
    const [, family, version] = need.match(/^(\w+)_([\d.]+)$/) ?? [];
    return !(family in limits) || isNewer(version, limits[family]);
  });
}

function isNewer(version, limit) {
  const ours = version.split('.').map(Number);
  const theirs = limit.split('.').map(Number);
  const at = ours.findIndex((part, index) => part !== (theirs[index] ?? 0));
  return at !== -1 && ours[at] > (theirs[at] ?? 0);
}

if (process.argv[1] === import.meta.filename) {
  const prebuilds = path.join(import.meta.dirname, '../prebuilds');
  const files = readdirSync(prebuilds, { recursive: true }).filter((file) =>
    file.endsWith('.glibc.node'),
  );
  for (const file of files) {
    const needs = versionNeeds(path.join(prebuilds, file));
    const above = aboveFloor(needs);
    console.log(`${file}: needs ${needs.sort().join(' ')}`);
    if (above.length > 0) {
      console.error(`${file}: above the floor: ${above.join(' ')}`);
      process.exitCode = 1;
    }
  }
  if (files.length === 0) {
    console.error('no prebuilt binary to check');
    process.exitCode = 1;
  }
}
