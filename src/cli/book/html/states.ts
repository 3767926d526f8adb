// The states of a process over time, as far as they are known: what /proc showed
// at two looks in a row, what waits have told of stops, and zombies from their end
// until somebody has waited for them.

import type { State } from '../../../proc/stat.js';
import type { History, Process } from '../record/history.js';

/** '?': it was alive, and nobody looked. */
type Stretch = { from: number; to: number; state: State | '?' };

export function stretchesOf(process: Process, history: History): Stretch[] {
  const { begins, zombie, gone, sights } = process;
  const stretches: Stretch[] = [{ from: begins, to: zombie, state: '?' }];
  for (const { at, until, state } of sights) {
    if (state !== 'Z')
      stretches.push({ from: at, to: Math.min(until, zombie), state });
  }
  stretches.push(...stopsOf(process, history));
  stretches.push({ from: zombie, to: gone, state: 'Z' });
  return stretches.filter(({ from, to }) => to > from);
}

/** From a wait that has told of a stop until it goes on. */
function stopsOf({ pid, zombie }: Process, { notes }: History): Stretch[] {
  return notes.flatMap((note) => {
    if (note.kind !== 'wait' || note.child !== pid || note.change !== 'stopped')
      return [];
    const next = notes.find(
      (it) =>
        it.at > note.at &&
        ((it.kind === 'wait' && it.child === pid && it.change !== 'stopped') ||
          (it.kind === 'send' && it.to === pid && it.signal === 'SIGCONT')),
    );
    const to = Math.min(next?.at ?? zombie, zombie);
    return [{ from: note.at, to, state: 'T' as const }];
  });
}
