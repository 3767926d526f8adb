// Paths that go on meaning the same when the process is in another folder.

import { resolve } from 'node:path';
import { cPath } from '../internal/c-strings.js';

/** One that is empty, or no text, stays as it is. */
export function absolutePath(value: unknown, name: string): string | Buffer {
  const bytes = cPath(value, name).subarray(0, -1);
  const text = bytes.toString();
  const isText = text !== '' && Buffer.from(text).equals(bytes);
  return isText ? resolve(text) : bytes;
}
