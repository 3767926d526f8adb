// The only file that loads the addon. Importing never fails: where there is no
// addon (another platform, addons forbidden by --permission), each call that
// needs it throws ERR_POSIX_PROC_UNAVAILABLE and says why.

import { join } from 'node:path';
import type { ConstantName } from './constant-names.js';

type Addon = { constants: Record<ConstantName, number> };

function load(): Addon {
  // Both load addons, and end the process at the first function of libuv.
  const { bun, deno } = process.versions;
  if (bun || deno) return unavailable(new Error('it runs on Node only'));
  try {
    return require('node-gyp-build')(join(__dirname, '..', '..')) as Addon;
  } catch (cause) {
    return unavailable(cause as Error);
  }
}

function unavailable(cause: Error): Addon {
  const message = `posix-proc has no addon that loads on ${process.platform}-${process.arch}: ${cause.message}`;
  const refuse = () => {
    throw Object.assign(new Error(message, { cause }), {
      code: 'ERR_POSIX_PROC_UNAVAILABLE',
    });
  };
  return new Proxy({} as Addon, {
    get: (_, name) => (name === 'constants' ? {} : refuse),
    has: () => false,
  });
}

const addon = load();

/** The values of native/constants.def. */
export const constants = addon.constants;

/** Whether there is an addon to call at all. */
export const available = 'constants' in addon;

/** The addon's functions, as the slice `T` that one topic uses. */
export function binding<T>(): T {
  return addon as unknown as T;
}
