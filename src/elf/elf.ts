// readElf(), and what is read of a file when it is asked for.

import { cPath } from '../internal/c-strings.js';
import { attached } from '../internal/validate.js';
import { type DynamicEntry, dynamicValue, readDynamic } from './dynamic.js';
import { readDynamicSymbols } from './dynamic-symbols.js';
import { type Abi, type Header, readHeader } from './header.js';
import { Image } from './image.js';
import { type Note, readNotes } from './notes.js';
import { readSections, type Section } from './sections.js';
import { type ProgramHeader, readProgramHeaders } from './segments.js';
import { type ElfSymbol, readSymbols } from './symbols.js';

/**
 * An ELF file. Each part is read when it is first asked for, so any of them may
 * throw ERR_ELF_INVALID, or ERR_ELF_CLOSED after `close()`.
 */
export class Elf {
  readonly header: Header;
  readonly #image: Image;
  readonly #abi: Abi;
  #programHeaders: ProgramHeader[] | undefined;
  #sections: Section[] | undefined;
  #dynamic: DynamicEntry[] | undefined;
  #notes: Note[] | undefined;

  /** @internal */
  constructor(image: Image) {
    this.#image = image;
    const { header, abi } = readHeader(image);
    this.header = header;
    this.#abi = abi;
  }

  /** What is loaded, and where: the segments. */
  get programHeaders(): ProgramHeader[] {
    this.#programHeaders ??= readProgramHeaders(
      this.#image,
      this.header,
      this.#abi,
    );
    return this.#programHeaders;
  }

  /** Empty where they have been taken away. */
  get sections(): Section[] {
    this.#sections ??= readSections(this.#image, this.header, this.#abi);
    return this.#sections;
  }

  /** The first one of that name. */
  section(name: string): Section | undefined {
    return this.sections.find((section) => section.name === name);
  }

  /** What the dynamic linker is told; empty where there is nothing to link. */
  get dynamic(): DynamicEntry[] {
    this.#dynamic ??= readDynamic(this.#image, this.programHeaders);
    return this.#dynamic;
  }

  /** All of them, by the table that strip(1) takes away: empty without it. */
  symbols(): ElfSymbol[] {
    return readSymbols(this.#image, this.sections);
  }

  /** Those that are linked at run time, with their versions. */
  dynamicSymbols(): ElfSymbol[] {
    const { sections, programHeaders } = this;
    // With sections, the dynamic section need not be sound.
    const dynamic = sections.length > 0 ? [] : this.dynamic;
    return readDynamicSymbols(this.#image, sections, programHeaders, dynamic);
  }

  /** Of the sections or, where there are none, of the segments. */
  get notes(): Note[] {
    this.#notes ??= readNotes(
      this.#image,
      this.header,
      this.sections,
      this.programHeaders,
    );
    return this.#notes;
  }

  /** In hexadecimal digits. */
  get buildId(): string | null {
    const isBuildId = ({ type }: Note) => type === 'NT_GNU_BUILD_ID';
    return this.notes.find(isBuildId)?.desc.toString('hex') ?? null;
  }

  /** The dynamic linker, a path; of what needs none, null. */
  get interpreter(): string | null {
    const isInterp = ({ type }: ProgramHeader) => type === 'INTERP';
    const segment = this.programHeaders.find(isInterp);
    if (!segment) return null;
    const { offset, filesz } = segment;
    const path = this.#image.bytes(offset, filesz, 'interpreter').toString();
    return path.split('\0', 1)[0] || null;
  }

  /**
   * Whether it is a program that may be loaded anywhere. Old linkers did not
   * say so: there it is one that has an interpreter, and is no library.
   */
  get isPie(): boolean {
    if (this.header.type !== 'DYN') return false;
    const DF_1_PIE = 0x08000000n;
    if ((dynamicValue(this.dynamic, 'FLAGS_1') ?? 0n) & DF_1_PIE) return true;
    const isLibrary = dynamicValue(this.dynamic, 'SONAME') !== undefined;
    return this.interpreter !== null && !isLibrary;
  }

  /** Closes the file. What has been read stays; nothing more is. */
  close(): void {
    this.#image.close();
  }

  /** As `close()`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

/**
 * Reads an ELF file: a program, a library, a `.o` or a core file, of 32 or 64
 * bits and either byte order; or the bytes of one. The header is read at once,
 * the rest when it is asked for, and no more of it than that: see `Elf`.
 * Names, types and flags are those that readelf(1) prints. The file stays open
 * until `close()`. ENOENT, EACCES: as open(2). ERR_ELF_INVALID: it is damaged,
 * or no ELF file; `offset` says where.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/elf.5.html | elf(5)}
 * @example
 * import { readElf } from 'posix-proc/elf';
 * const elf = readElf('/proc/self/exe');
 * console.log(elf.header.machine); // Advanced Micro Devices X86-64
 * console.log(elf.section('.text').flags); // AX
 * elf.close();
 */
export function readElf(from: string | URL | Uint8Array): Elf {
  if (from instanceof Uint8Array) attached(from, 'path');
  else cPath(from, 'path');
  const image = new Image(from);
  try {
    return new Elf(image);
  } catch (error) {
    image.close();
    throw error;
  }
}
