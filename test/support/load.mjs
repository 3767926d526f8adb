// Keep-alive clients of an HTTP server, who count what becomes of each request.
// Not Node's own client: whether a byte of the response has come decides how a
// failure counts, and the machine is for the server.

import { connect } from 'node:net';

/** A connection that broke before the whole response was there. */
class Broken extends Error {
  /** @param {string} reason @param {number} bytes of the response that had come */
  constructor(reason, bytes) {
    super(reason);
    this.bytes = bytes;
  }
}

const headEnd = '\r\n\r\n';

class Connection {
  #socket;
  #waiting;
  #received = [];
  #bytes = 0;
  #end = 0; // of the response, when its head is there
  #head = '';
  used = 0;
  open = true;
  by = undefined; // who answered here

  constructor(port) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
      .on('data', (data) => this.#take(data))
      .on('error', (error) => this.#broken(error.code))
      .on('close', () => this.#broken('closed'));
  }

  /** @param {string} path @returns {Promise<{ status: number, body: string }>} */
  ask(path) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    });
  }

  close() {
    this.open = false;
    this.#socket.destroy();
  }

  #broken(reason) {
    this.open = false;
    this.#waiting?.reject(new Broken(reason, this.#bytes));
    this.#waiting = undefined;
  }

  #take(data) {
    this.#received.push(data);
    this.#bytes += data.length;
    if (this.#end === 0) {
      const text = Buffer.concat(this.#received).toString('latin1');
      const at = text.indexOf(headEnd);
      if (at < 0) return;
      this.#head = text.slice(0, at).toLowerCase();
      const length = /\ncontent-length: (\d+)/.exec(this.#head)?.[1];
      if (length === undefined) throw new Error(`no length: ${this.#head}`);
      this.#end = at + headEnd.length + Number(length);
    }
    if (this.#bytes < this.#end) return;
    const whole = Buffer.concat(this.#received);
    const body = whole.subarray(this.#head.length + headEnd.length, this.#end);
    const status = Number(this.#head.split(' ')[1]);
    this.#received = [];
    this.#bytes = this.#end = 0;
    this.used++;
    if (/\nconnection: close/.test(this.#head)) this.close();
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve({ status, body: body.toString('latin1') });
  }
}

// Longer under way than this, a request has been read: the server was at it.
const crossingMs = 100;

/**
 * Starts so many `clients`, each of whom asks for one of `paths` at a time, over
 * one connection as long as the server keeps it, or `perConnection` times.
 * `identify` says of a body who has answered.
 *
 * A request on a connection that had been used, and that was closed before any
 * byte of the response, may have crossed the server's closing of an idle
 * connection: RFC 9110 §9.2.2 lets clients send it once again. It counts as
 * `retried`, unless it had been under way for too long for that; everything else
 * that is no answer counts as `dropped`.
 *
 * @param {{ port: number, clients: number, paths: string[], perConnection?: number,
 *   identify?: (body: string) => unknown }} options
 */
export function startLoad(options) {
  const { port, clients, paths, perConnection = Infinity, identify } = options;
  const counts = { answered: 0, connections: 0, retried: [], dropped: [] };
  let stopping = false;

  const open = () => {
    counts.connections++;
    return new Connection(port);
  };

  async function client() {
    let connection = open();
    while (!stopping) {
      const path = paths[Math.floor(Math.random() * paths.length)];
      for (let again = false; ; again = true) {
        if (!connection.open || connection.used >= perConnection) {
          connection.close();
          connection = open();
        }
        const sent = performance.now();
        try {
          const { status, body } = await connection.ask(path);
          if (status !== 200) throw new Broken(`status ${status}`, body.length);
          connection.by = identify?.(body);
          counts.answered++;
        } catch (error) {
          if (!(error instanceof Broken)) throw error;
          const { message: reason, bytes } = error;
          const ms = performance.now() - sent;
          const failure = { path, reason, bytes, ms, by: connection.by };
          const crossed = bytes === 0 && ms < crossingMs;
          if (connection.used > 0 && crossed && !again) {
            counts.retried.push(failure);
            continue;
          }
          counts.dropped.push(failure);
        }
        break;
      }
    }
    connection.close();
  }

  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    counts,
    async stop() {
      stopping = true;
      await all;
      return counts;
    },
  };
}
