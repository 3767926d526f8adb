// /proc/PID/oom_score and oom_score_adj: who dies first when memory runs out.

import { type Pid, textOf } from './file.js';

/**
 * `/proc/PID/oom_score`, `oom_score_adj`: the highest score goes first. What is
 * added to it is between -1000 (never) and 1000. ESRCH: the process is gone.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_oom_score_adj.5.html | proc_pid_oom_score_adj(5)}
 * @example
 * import { oom } from 'posix-proc/proc';
 * const { score, score_adj } = oom('self');
 * console.log(score >= 0, score_adj >= -1000); // true true
 */
export function oom(pid: Pid): { score: number; score_adj: number } {
  return {
    score: textOf(pid, 'oom_score').number(),
    score_adj: textOf(pid, 'oom_score_adj').number(),
  };
}
