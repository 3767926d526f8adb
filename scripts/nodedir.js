// Node's own headers when they are already on this machine: the `nodedir` a
// build was told, else the folder Node was installed to. node-gyp would
// download them otherwise.
'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');

function localNodedir() {
  const told = process.env.npm_config_nodedir;
  const prefix = path.join(path.dirname(process.execPath), '..');
  return [told, prefix].find(
    (dir) =>
      dir &&
      existsSync(path.join(dir, 'include/node/node_api.h')) &&
      existsSync(path.join(dir, 'include/node/common.gypi')),
  );
}

module.exports = { localNodedir };
