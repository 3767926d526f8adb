/**
 * A reader of elf(5).
 *
 * @module posix-proc/elf
 */

export type { DynamicEntry } from './dynamic.js';
export { type Elf, readElf } from './elf.js';
export type { Header } from './header.js';
export { type Laid, layout, type Placed } from './layout.js';
export type { Note } from './notes.js';
export type { Section } from './sections.js';
export type { ProgramHeader } from './segments.js';
export type { ElfSymbol } from './symbols.js';
