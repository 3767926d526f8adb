// Goes through a text of /proc from its start to its end, byte by byte, so that
// a megabyte of it does not become as many strings. A text that is not what
// proc(5) says is ERR_PROC_INVALID, with the place.

import { refusal } from '../internal/errors.js';

export const TAB = 0x09;
export const LINE_END = 0x0a;
export const SPACE = 0x20;
const MINUS = 0x2d;
const ZERO = 0x30;
export const COLON = 0x3a;
const A = 0x41;
const Z = 0x5a;

export class Scanner {
  at = 0;

  constructor(
    readonly bytes: Buffer,
    /** Whose text it is. */
    readonly path: string,
  ) {}

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  get atDigit(): boolean {
    const byte = this.bytes[this.at] as number;
    return byte >= ZERO && byte <= 0x39;
  }

  get atCapital(): boolean {
    const byte = this.bytes[this.at] as number;
    return byte >= A && byte <= Z;
  }

  invalid(at = this.at): Error {
    return refusal(
      'ERR_PROC_INVALID',
      `not as proc(5) says, at offset ${at} of ${this.path}`,
    );
  }

  /** Text between two places; what is not UTF-8 is replaced. */
  text(from: number, to: number): string {
    return from === to ? '' : this.bytes.toString('utf8', from, to);
  }

  /** Passes what has to be there. */
  skip(byte: number): void {
    if (this.bytes[this.at] !== byte) throw this.invalid();
    this.at++;
  }

  /** One that has to be there, as the state of a process. */
  letter(): string {
    const letter = this.text(this.at, this.at + 1);
    if (!/^[A-Za-z]$/.test(letter)) throw this.invalid();
    this.at++;
    return letter;
  }

  /** Passes what may be there. */
  passes(word: string): boolean {
    for (let i = 0; i < word.length; i++)
      if (this.bytes[this.at + i] !== word.charCodeAt(i)) return false;
    this.at += word.length;
    return true;
  }

  blanks(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte !== SPACE && byte !== TAB) return;
      this.at++;
    }
  }

  /** What comes before a byte of this line, which is passed. */
  upTo(byte: number): string {
    const { bytes, at: from } = this;
    let at = from;
    while (at < bytes.length && bytes[at] !== byte && bytes[at] !== LINE_END)
      at++;
    if (bytes[at] !== byte) throw this.invalid();
    this.at = at + 1;
    return this.text(from, at);
  }

  /** The rest of the line. */
  rest(): string {
    const { bytes, at: from } = this;
    let at = from;
    while (at < bytes.length && bytes[at] !== LINE_END) at++;
    this.at = at;
    return this.text(from, at);
  }

  /** The rest of the line, and its end. */
  line(): string {
    const line = this.rest();
    this.at++;
    return line;
  }

  /** Decimal digits, perhaps after a minus. */
  number(): number {
    const from = this.at;
    const value = this.digits();
    if (this.at - from > 15) throw this.invalid(from);
    return value;
  }

  /** The same, of 64 bits. */
  bigint(): bigint {
    const from = this.at;
    const value = this.digits();
    if (this.at - from <= 15) return value === 0 ? 0n : BigInt(value);
    const exact = BigInt(this.text(from, this.at));
    if (exact >= 2n ** 64n || exact < -(2n ** 63n)) throw this.invalid(from);
    return exact;
  }

  /** Exact if there are 15 of them at most. */
  private digits(): number {
    const { bytes } = this;
    let { at } = this;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at++;
    const first = at;
    let value = 0;
    for (;;) {
      const digit = (bytes[at] as number) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      at++;
    }
    if (at === first) throw this.invalid();
    this.at = at;
    return isNegative ? -value : value;
  }

  /** `12 kB`, unless it is something else. */
  kB(): bigint | undefined {
    if (!this.atDigit) return undefined;
    const from = this.at;
    const amount = this.bigint();
    if (this.passes(' kB')) return amount;
    this.at = from;
    return undefined;
  }

  /** Octal digits, as modes and flags are written. */
  octal(): number {
    const from = this.at;
    const value = this.digits();
    if (!/^[0-7]{1,15}$/.test(`${value}`)) throw this.invalid(from);
    return Number.parseInt(`${value}`, 8);
  }

  /** Hexadecimal digits, of 64 bits. */
  hex(): bigint {
    const { bytes, at: first } = this;
    let at = first;
    let value = 0;
    for (;;) {
      const byte = bytes[at] as number;
      if (byte >= ZERO && byte <= 0x39) value = value * 16 + (byte - ZERO);
      else if (byte >= 0x61 && byte <= 0x66) value = value * 16 + (byte - 0x57);
      else break;
      at++;
    }
    if (at === first || at - first > 16) throw this.invalid();
    this.at = at;
    return at - first <= 13
      ? BigInt(value)
      : BigInt(`0x${this.text(first, at)}`);
  }
}
