// The suite's last lines: what was tested, how many tests, and why not others.

import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

export default class Totals {
  onTestRunEnd(modules) {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        counts[state] += 1;
        if (note) console.log(`skipped: ${test.fullName}: ${note}`);
      }
    }
    console.log(`Node ${process.versions.node}, ${addon()}`);
    console.log(
      `${counts.passed} passed, ${counts.failed} failed, ` +
        `${counts.skipped + counts.pending} skipped`,
    );
  }
}

function addon() {
  const root = path.join(import.meta.dirname, '..');
  try {
    const file = require('node-gyp-build').path(root);
    return `addon ${path.relative(root, file)}`;
  } catch {
    return 'no addon for this system';
  }
}
