// Which Workers are alive. Node tells of each new one; those started before
// this package was imported are found on the heap, once, when there are more
// threads with an isolate than we know Workers.

import { subscribe } from 'node:diagnostics_channel';
import type { Session } from 'node:inspector';
import { isMainThread, Worker } from 'node:worker_threads';
import { registry } from '../../internal/registry.js';

// Node's own Workers (the loader's, made by module.register) are instances of
// a subclass that is exported nowhere.
function isLoader(worker: Worker): boolean {
  return worker.constructor.name === 'InternalWorker';
}

function note(worker: Worker): void {
  (isLoader(worker) ? registry.loaders : registry.workers).add(worker);
}

function alive(workers: Set<Worker>): Worker[] {
  for (const worker of workers) {
    if (worker.threadId === -1) workers.delete(worker);
  }
  return [...workers];
}

/** Workers of the user. */
export const liveWorkers = () => alive(registry.workers);

/** Node's own. */
export const liveLoaders = () => alive(registry.loaders);

/**
 * Notes the Workers that were started before this package was imported. False
 * when there is no inspector to ask.
 */
export function findEarlierWorkers(): boolean {
  if (!process.features.inspector) return false;
  const { Session } = require('node:inspector') as typeof import('inspector');
  const session = new Session();
  try {
    session.connect();
    for (const worker of instancesOfWorker(session)) note(worker);
    return true;
  } catch {
    return false; // --permission without --allow-inspector
  } finally {
    session.disconnect();
  }
}

function instancesOfWorker(session: Session): Worker[] {
  const found: Worker[] = [];
  const key = '__posixProcWorkers';
  // The session only hands out ids of objects, so they are passed through a
  // global name for a moment.
  Object.assign(globalThis, { [key]: { prototype: Worker.prototype, found } });
  try {
    const prototype = ask(session, 'Runtime.evaluate', {
      expression: `${key}.prototype`,
    }).result;
    const { objects } = ask(session, 'Runtime.queryObjects', {
      prototypeObjectId: prototype.objectId,
    });
    ask(session, 'Runtime.callFunctionOn', {
      objectId: objects.objectId,
      functionDeclaration: `function () { ${key}.found.push(...this); }`,
    });
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
  // The prototype of a subclass is found as well; only instances have a thread.
  return found.filter((one) => {
    try {
      return one.threadId > 0;
    } catch {
      return false;
    }
  });
}

type Answer = {
  result: { objectId: string };
  objects: { objectId: string };
};

// A session of this same thread answers before post() returns.
function ask(session: Session, method: string, params: object): Answer {
  let answer: Answer | undefined;
  session.post(method, params, (error, result) => {
    if (error) throw error;
    answer = result as unknown as Answer;
  });
  return answer as Answer;
}

if (isMainThread) {
  subscribe('worker_threads', (message) =>
    note((message as { worker: Worker }).worker),
  );
}
