// The modes of a terminal as numbers or by the names of their bits, made into
// what native/termios.cc takes: bits to clear, and bits to set then.

import { constants } from './binding.js';
import type { ConstantName } from './constant-names.js';
import { invalidType, invalidValue } from './errors.js';
import { integer, list, object, refuseUnknown } from './validate.js';

type Words<Text> = Text extends `${infer One} ${infer Rest}`
  ? One | Words<Rest>
  : Text;

const words = <Text extends string>(...lines: Text[]) =>
  lines.flatMap((line) => line.split(' ')) as Words<Text>[];

const iflags = words(
  'IGNBRK BRKINT IGNPAR PARMRK INPCK ISTRIP INLCR IGNCR ICRNL IUCLC',
  'IXON IXANY IXOFF IMAXBEL IUTF8',
);

const oflags = words(
  'OPOST OLCUC ONLCR OCRNL ONOCR ONLRET OFILL OFDEL NL0 NL1 CR0 CR1 CR2 CR3',
  'TAB0 TAB1 TAB2 TAB3 BS0 BS1 VT0 VT1 FF0 FF1',
);

const cflags = words(
  'CS5 CS6 CS7 CS8 CSTOPB CREAD PARENB PARODD HUPCL CLOCAL CMSPAR CRTSCTS',
);

const lflags = words(
  'ISIG ICANON XCASE ECHO ECHOE ECHOK ECHONL NOFLSH TOSTOP ECHOCTL ECHOPRT',
  'ECHOKE FLUSHO PENDIN IEXTEN EXTPROC',
);

const characters = words(
  'VINTR VQUIT VERASE VKILL VEOF VTIME VMIN VSWTC VSTART VSTOP VSUSP VEOL',
  'VREPRINT VDISCARD VWERASE VLNEXT VEOL2',
);

// Values of several bits, of which one at a time holds.
const fields = {
  CS: 'CSIZE',
  NL: 'NLDLY',
  CR: 'CRDLY',
  TAB: 'TABDLY',
  BS: 'BSDLY',
  VT: 'VTDLY',
  FF: 'FFDLY',
} as const;

type Flags<Name extends string> = number | { readonly [it in Name]?: boolean };

/**
 * What is to change of a terminal's modes. A number is the whole of its word; by
 * names only those bits change: `{ lflag: { ECHO: false }, cc: { VMIN: 1 } }`.
 */
export type TermiosChanges = {
  readonly iflag?: Flags<(typeof iflags)[number]>;
  readonly oflag?: Flags<(typeof oflags)[number]>;
  readonly cflag?: Flags<(typeof cflags)[number]>;
  readonly lflag?: Flags<(typeof lflags)[number]>;
  readonly cc?:
    | readonly number[]
    | { readonly [it in (typeof characters)[number]]?: number };
  readonly ispeed?: number;
  readonly ospeed?: number;
};

/** As the native takes it. */
export type RawChanges = [
  flags: Int32Array,
  speeds: Float64Array,
  cc: Int32Array,
];

const HIGHEST = 2 ** 32 - 1;

/** Operators of JavaScript make the highest bit a sign. */
export const word = (value: unknown, name: string) =>
  integer(value, name, -(2 ** 31), HIGHEST) | 0;

export const speed = (value: unknown, name: string) =>
  integer(value, name, 0, HIGHEST);

/** The bits to clear and the bits to set. */
function toBits(
  value: unknown,
  name: string,
  names: readonly ConstantName[],
): [clear: number, set: number] {
  if (value === undefined) return [0, 0];
  if (typeof value === 'number') return [~0, word(value, name)];
  if (
    value === null ||
    typeof value !== 'object' ||
    Array.isArray(value) ||
    value instanceof Map
  )
    throw invalidType(name, 'of type number or object', value);
  let [clear, set] = [0, 0];
  for (const [key, on] of Object.entries(value)) {
    const known = names.find((it) => it === key);
    if (!known) throw invalidValue(`${name}.${key}`, 'is not known', on);
    if (on === undefined) continue;
    if (typeof on !== 'boolean')
      throw invalidType(`${name}.${key}`, 'of type boolean', on);
    const field = fields[/^([A-Z]+)\d$/.exec(key)?.[1] as keyof typeof fields];
    if (field && !on)
      throw invalidValue(
        `${name}.${key}`,
        'cannot be false: say which other value it shall have',
        on,
      );
    clear |= constants[field ?? known];
    if (on) set |= constants[known];
  }
  return [clear, set];
}

/** How many the kernel has. */
const COUNT = 19;

const character = (value: unknown, name: string) =>
  integer(value, name, 0, 255);

export function toCharacters(value: unknown, name: string): number[] {
  const all = list(value, name, character);
  if (all.length !== COUNT)
    throw invalidValue(name, `must have ${COUNT} entries`, value);
  return all;
}

function toCc(value: unknown, name: string): Int32Array {
  if (Array.isArray(value)) return Int32Array.from(toCharacters(value, name));
  const cc = new Int32Array(COUNT).fill(-1);
  if (value === undefined) return cc;
  for (const [key, code] of Object.entries(object(value, name))) {
    const known = characters.find((it) => it === key);
    if (!known) throw invalidValue(`${name}.${key}`, 'is not known', code);
    if (code !== undefined)
      cc[constants[known]] = character(code, `${name}.${key}`);
  }
  return cc;
}

export function toRawChanges(value: unknown, name: string): RawChanges {
  const { iflag, oflag, cflag, lflag, cc, ispeed, ospeed, ...unknown } = object(
    value,
    name,
  ) as TermiosChanges;
  refuseUnknown(unknown, name);
  const baud = (it: unknown, key: string) =>
    it === undefined ? -1 : speed(it, `${name}.${key}`);
  return [
    Int32Array.from([
      ...toBits(iflag, `${name}.iflag`, iflags),
      ...toBits(oflag, `${name}.oflag`, oflags),
      ...toBits(cflag, `${name}.cflag`, cflags),
      ...toBits(lflag, `${name}.lflag`, lflags),
    ]),
    Float64Array.from([baud(ispeed, 'ispeed'), baud(ospeed, 'ospeed')]),
    toCc(cc, `${name}.cc`),
  ];
}
