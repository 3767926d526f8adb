// Terminals by their numbers, as ps(1) names them.

import { readFileSync } from 'node:fs';

/** Of a device as `tty_nr` encodes it: null when there is none. */
export function ttyName(device: number): string | null {
  if (device === 0) return null;
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >>> 12) & 0xfff00);
  // Those that come and go are not in sysfs.
  if (major >= 136 && major <= 143) return `pts/${minor + (major - 136) * 256}`;
  try {
    const uevent = readFileSync(
      `/sys/dev/char/${major}:${minor}/uevent`,
      'utf8',
    );
    return /^DEVNAME=(.+)$/m.exec(uevent)?.[1] ?? null;
  } catch {
    return null;
  }
}
