// npm's install step: node-gyp-build takes the prebuilt binary, or compiles
// where there is none for this system. It never fails the install: the package
// can be imported everywhere, and its calls say by name what is missing.
'use strict';

const { spawnSync } = require('node:child_process');
const { localNodedir } = require('./nodedir.js');

if (process.platform === 'linux') {
  const env = { ...process.env };
  const nodedir = localNodedir();
  if (nodedir) env.npm_config_nodedir = nodedir;
  const { status } = spawnSync(
    process.execPath,
    [require.resolve('node-gyp-build/bin.js')],
    { env, stdio: 'inherit' },
  );
  if (status !== 0) {
    console.warn(
      'posix-proc: there is no prebuilt addon for this system and it could ' +
        'not be compiled here. The package can be imported; its calls will refuse.',
    );
  }
} else {
  console.log(
    `posix-proc: nothing to install on ${process.platform}: the package can ` +
      'be imported, its calls refuse.',
  );
}
