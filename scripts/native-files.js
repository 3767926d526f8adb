// What the addon is built from, for binding.gyp: `sources` prints the C++
// files, `hash` a hash of everything that decides what the binary is. The
// hash is compiled in, so that a test can tell a stale binary from the tree's.
'use strict';

const { createHash } = require('node:crypto');
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');

// Relative to the package, in one order everywhere.
function nativeFiles() {
  return readdirSync(path.join(root, 'native'), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile() && /\.(cc|h|def)$/.test(entry.name))
    .map((entry) =>
      path.relative(root, path.join(entry.parentPath, entry.name)),
    )
    .sort();
}

function nativeSources() {
  return nativeFiles().filter((file) => file.endsWith('.cc'));
}

function sourceHash() {
  const hash = createHash('sha256');
  for (const file of ['binding.gyp', ...nativeFiles()]) {
    const bytes = readFileSync(path.join(root, file));
    hash.update(`${file} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

module.exports = { nativeFiles, nativeSources, sourceHash };

if (require.main === module) {
  const print = {
    sources: () => nativeSources().join('\n'),
    hash: sourceHash,
  };
  console.log(print[process.argv[2]]());
}
