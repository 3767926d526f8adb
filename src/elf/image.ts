// The bytes of an ELF file, on disk or in memory. All reading goes through
// here: nothing outside of the file is asked for, and no size that the file
// does not have is believed.

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { refusal } from '../internal/errors.js';

// A FIFO is opened at once, and has no bytes to be read from a place.
const flags = constants.O_RDONLY | constants.O_NONBLOCK;

/** Reads the numbers of a structure, one after the other. */
export type Cursor = {
  /** Where the next one is; it is there, says whoever sets this. */
  at: number;
  u8(): number;
  u16(): number;
  u32(): number;
  /** Of 64 bits, or of 32 in a 32-bit file. */
  word(): bigint;
};

export class Image {
  readonly size: number;
  /** Both are settled by the first bytes: see header.ts. */
  is64 = true;
  isLittle = true;
  #fd: number | undefined;
  #memory: Buffer | undefined;
  readonly #name: string;

  constructor(from: string | URL | Uint8Array) {
    if (from instanceof Uint8Array) {
      const { buffer, byteOffset, byteLength } = from;
      this.#memory = Buffer.from(buffer, byteOffset, byteLength);
      this.#name = 'the bytes';
      this.size = byteLength;
    } else {
      this.#fd = openSync(from, flags);
      this.#name = `${from}`;
      this.size = fstatSync(this.#fd).size;
    }
  }

  /** The error of a damaged file. */
  invalid(what: string, offset: bigint | number): Error {
    const at = BigInt(offset);
    return Object.assign(
      refusal(
        'ERR_ELF_INVALID',
        `${what}, at offset 0x${at.toString(16)} of ${this.#name}`,
      ),
      { offset: at },
    );
  }

  bytes(offset: bigint, size: bigint, what: string): Buffer {
    if (size === 0n) return Buffer.alloc(0); // wherever that is
    if (offset + size > BigInt(this.size))
      throw this.invalid(`${what}: ${size} bytes are not all there`, offset);
    const start = Number(offset);
    const length = Number(size);
    if (this.#memory) return this.#memory.subarray(start, start + length);
    if (this.#fd === undefined)
      throw refusal('ERR_ELF_CLOSED', `${this.#name} is closed`);
    const bytes = Buffer.allocUnsafeSlow(length);
    for (let done = 0; done < length; ) {
      // No more than the kernel reads at once.
      const most = Math.min(length - done, 2 ** 30);
      const count = readSync(this.#fd, bytes, done, most, start + done);
      if (count === 0)
        throw this.invalid(`${what}: the file has become shorter`, offset);
      done += count;
    }
    return bytes;
  }

  cursor(bytes: Buffer): Cursor {
    const { is64, isLittle } = this;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return {
      at: 0,
      u8() {
        return view.getUint8(this.at++);
      },
      u16() {
        this.at += 2;
        return view.getUint16(this.at - 2, isLittle);
      },
      u32() {
        this.at += 4;
        return view.getUint32(this.at - 4, isLittle);
      },
      word() {
        if (!is64) return BigInt(this.u32());
        this.at += 8;
        return view.getBigUint64(this.at - 8, isLittle);
      },
    };
  }

  close(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    this.#memory = undefined;
    if (fd !== undefined) closeSync(fd);
  }
}

/** A table of the file: `count` entries of `size` bytes each. */
export type Table = { offset: bigint; count: bigint; size: number };

/** What `read` makes of each entry, of which it needs `least` bytes. */
export function entries<T>(
  image: Image,
  { offset, count, size }: Table,
  what: string,
  least: number,
  read: (cursor: Cursor, index: number) => T,
): T[] {
  if (count === 0n) return [];
  if (size < least)
    throw image.invalid(`${what}: entries of ${size} bytes`, offset);
  const cursor = image.cursor(image.bytes(offset, count * BigInt(size), what));
  const found: T[] = [];
  for (let i = 0; i < Number(count); i++) {
    cursor.at = i * size;
    found.push(read(cursor, i));
  }
  return found;
}
