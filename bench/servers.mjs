// Measures several programs (see fork/serve.mjs) in turns, in an order that
// changes from round to round: what else the machine does hits all alike.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

function start([name, command, ...args]) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[
    Symbol.asyncIterator
  ]();
  const answer = async () => {
    const { done, value } = await lines.next();
    if (done) throw new Error(`${name} ended early`);
    return JSON.parse(value);
  };
  return {
    name,
    ready: answer(),
    ask: () => {
      child.stdin.write('\n');
      return answer();
    },
    stop: () => child.stdin.end(),
  };
}

function shuffled(list) {
  return list
    .map((item) => [Math.random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

/**
 * `programs`: [name, command, ...arguments] each. Their answers by name: what
 * they said when they were ready, the `first` answer, and those of `rounds`
 * after as many as `warmUp`.
 */
export async function inTurns(programs, { rounds, warmUp = 3 }) {
  const servers = programs.map(start);
  const results = {};
  for (const server of servers)
    results[server.name] = { ready: await server.ready, answers: [] };
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const server of shuffled(servers)) {
      const answer = await server.ask();
      if (round === 0) results[server.name].first = answer;
      if (round >= warmUp) results[server.name].answers.push(answer);
    }
  }
  for (const server of servers) server.stop();
  return results;
}

export function quartiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => {
    const index = share * (sorted.length - 1);
    const low = sorted[Math.floor(index)];
    return low + (sorted[Math.ceil(index)] - low) * (index % 1);
  };
  return {
    n: sorted.length,
    min: at(0),
    q1: at(0.25),
    median: at(0.5),
    q3: at(0.75),
    max: at(1),
  };
}
