// Removes what the build writes; build/ (the compiled addon) stays.

import { rmSync } from 'node:fs';
import path from 'node:path';

for (const dir of ['dist', 'out']) {
  rmSync(path.join(import.meta.dirname, '..', dir), {
    recursive: true,
    force: true,
  });
}
