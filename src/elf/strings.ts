// A string table: text that ends with a NUL, found by where it starts.

import { isAscii } from 'node:buffer';
import type { Image } from './image.js';

const block = 4096;

export class Strings {
  readonly #image: Image;
  readonly #offset: bigint;
  readonly #bytes: Buffer;
  /** Parts of it are cheap: they share its memory. */
  readonly #text: string;
  readonly #isAscii: boolean;
  /** Where the first NUL is that lies not before each block. */
  readonly #ends: number[] = [];
  /** Other than ASCII, by start: strings may overlap, and each is a copy. */
  readonly #decoded = new Map<number, string>();
  #spent = 0;

  constructor(image: Image, offset: bigint, size: bigint) {
    this.#image = image;
    this.#offset = offset;
    this.#bytes = image.bytes(offset, size, 'string table');
    this.#text = this.#bytes.toString('latin1');
    this.#isAscii = isAscii(this.#bytes);
    for (let start = 0, end = 0; start < this.#text.length; start += block) {
      if (end >= 0 && end <= start) end = this.#bytes.indexOf(0, start);
      this.#ends.push(end);
    }
  }

  at(from: number | bigint): string {
    const start = Number(from);
    const end = this.#end(start);
    if (end < 0) {
      const where = this.#offset + BigInt(from);
      throw this.#image.invalid('string without an end', where);
    }
    return this.#isAscii
      ? this.#text.slice(start, end)
      : this.#decode(start, end);
  }

  /** Looks at one block only, that long strings do not take long. */
  #end(start: number): number {
    const next = Math.ceil((start + 1) / block);
    const stop = Math.min(next * block, this.#text.length);
    for (let at = start; at < stop; at++) if (this.#bytes[at] === 0) return at;
    return this.#ends[next] ?? -1;
  }

  #decode(start: number, end: number): string {
    const known = this.#decoded.get(start);
    if (known !== undefined) return known;
    this.#spent += end - start;
    if (this.#spent > 16 * this.#bytes.length)
      throw this.#image.invalid('strings overlap', this.#offset);
    const text = this.#bytes.toString('utf8', start, end);
    this.#decoded.set(start, text);
    return text;
  }
}
