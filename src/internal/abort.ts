// AbortSignals that many wait with: one listener of ours for each signal. Of more
// than ten, Node 20 warns as of a leak.

type Waits = { all: Set<() => void>; tell: () => void };

const waits = new WeakMap<AbortSignal, Waits>();

function waitsWith(signal: AbortSignal): Waits {
  const known = waits.get(signal);
  if (known) return known;
  const all = new Set<() => void>();
  const tell = () => {
    waits.delete(signal);
    for (const abort of all) abort();
  };
  const made = { all, tell };
  waits.set(signal, made);
  signal.addEventListener('abort', tell, { once: true });
  return made;
}

/** Calls `abort` when `signal` is aborted. Returns what ends that. */
export function onAbort(
  signal: AbortSignal | undefined,
  abort: () => void,
): () => void {
  if (!signal) return () => {};
  const { all, tell } = waitsWith(signal);
  all.add(abort);
  return () => {
    if (!all.delete(abort) || all.size > 0) return;
    waits.delete(signal);
    signal.removeEventListener('abort', tell);
  };
}
