// What belongs to the whole process is the main thread's to change.

import { isMainThread } from 'node:worker_threads';
import { refusal } from './errors.js';

/** Refuses in a Worker, with the code that Node has for it. */
export function mainThreadOnly(call: string): void {
  if (!isMainThread)
    throw refusal(
      'ERR_WORKER_UNSUPPORTED_OPERATION',
      `${call} belongs to the main thread and is not supported in workers`,
    );
}
