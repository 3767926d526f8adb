// The signals that Node ignores on its own account, not because anybody asked
// for it. A program that it executes finds them at their defaults.

import { constants } from './binding.js';

/** Whoever sets one of them by its own will takes it out of here. */
export const ignoredByNode = new Set([constants.SIGPIPE, constants.SIGXFSZ]);

export const nodeIgnores = (): number[] => [...ignoredByNode];
