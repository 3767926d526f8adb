// Records a run: what its processes note (recorder.ts), and what /proc shows of
// them meanwhile (sampler.ts).

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid } from '../../../index.js';
import type { Run } from '../page.js';
import { type History, historyOf } from './history.js';
import { createJournal, now, readJournal } from './journal.js';
import { readMemories } from './memory.js';
import { Sampler } from './sampler.js';

type Recording = {
  /** Of the program. */
  env: Record<string, string>;
  end(run: Run): History;
};

const recorder = join(__dirname, 'recorder.js');

const folders = new Set<string>();

/** If this process has to go. */
export function dropRecordings(): void {
  for (const folder of folders)
    rmSync(folder, { recursive: true, force: true });
  folders.clear();
}

/** With `memory`, what processes have in their memory before they end. */
export function record(memory: boolean): Recording {
  const folder = mkdtempSync(join(tmpdir(), 'posix-proc-book-'));
  folders.add(folder);
  // An example of root's may become another user. Others are to have no way in
  // to what root opens: to put a link in its place, say.
  if (getuid() === 0) chmodSync(folder, memory ? 0o1777 : 0o711);
  const journal = join(folder, 'journal');
  createJournal(journal);
  const { NODE_OPTIONS = '' } = process.env;
  const sampler = new Sampler();
  return {
    env: {
      NODE_OPTIONS: `${NODE_OPTIONS} --require ${JSON.stringify(recorder)}`,
      BOOK_JOURNAL: journal,
      ...(memory && { BOOK_MEMORY: folder }),
    },
    end(run) {
      const seen = sampler.stop();
      // The clock of the notes and performance.now() start at different times.
      const start = run.start + (now() - performance.now());
      const history = historyOf({
        ...{ ...readJournal(journal), seen, run, start },
        memories: memory ? readMemories(folder) : [],
      });
      dropRecordings();
      return history;
    },
  };
}
