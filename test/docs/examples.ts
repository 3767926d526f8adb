// The examples of the doc comments, and what they say of themselves.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/** Where documented functions are. */
const folders = ['src/posix', 'src/proc', 'src/elf', 'src/daemon'];

export type Example = {
  /** What the doc comment belongs to. */
  name: string;
  /** Where it stands, for the name of the test. */
  where: string;
  code: string;
};

export function findExamples(): Example[] {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true })
        .map((file) => path.join(folder, String(file)))
        .filter((file) => file.endsWith('.ts')),
    )
    .sort()
    .flatMap((file) =>
      examplesIn(file, readFileSync(path.join(root, file), 'utf8')),
    );
}

const comment = /^\/\*\*\n(?: \*.*\n)+?(?: \*\/)\n(.*)$/gm;
const declaration =
  /^export (?:declare )?(?:async )?(?:function\*?|class|const|type) (\w+)/;

export function examplesIn(file: string, source: string): Example[] {
  return [...source.matchAll(comment)].flatMap(
    ({ 0: text, 1: next, index }) => {
      const name = declaration.exec(next ?? '')?.[1] ?? '';
      const line = source.slice(0, index).split('\n').length;
      return text
        .split('\n')
        .slice(1, -2)
        .map((row) => `${row.replace(/^ \* ?/, '')}\n`)
        .join('')
        .split(/^(?=@)/m)
        .filter((section) => section.startsWith('@example\n'))
        .map((section) => ({
          name,
          where: `${name} (${file}:${line})`,
          code: `${section.slice('@example\n'.length).trimEnd()}\n`,
        }));
    },
  );
}

/** How an example says it ends: by `// exits with 3` or `// killed by SIGTERM`. */
export function expectedEnd(code: string): number | string {
  const [, status, signal] =
    /^\/\/ (?:exits with (\d+)|killed by (SIG\w+))$/m.exec(code) ?? [];
  return signal ?? Number(status ?? 0);
}

/** The values that trailing comments of console.log lines promise, by line. */
export function expectedValues(code: string): Map<number, string> {
  const values = new Map<number, string>();
  for (const [i, row] of code.split('\n').entries()) {
    const value = /console\.log\(.*\/\/ (.*)$/.exec(row)?.[1];
    if (value) values.set(i + 1, value);
  }
  return values;
}

/**
 * Is `printed` what the comment says? '…' stands for anything; a value may be
 * followed by words about it; an object may be the last of what is printed, and
 * its layout does not matter.
 */
export function matches(printed: string, comment: string): boolean {
  if (!/^[[{]/.test(comment)) {
    const value = /^(true|false|-?\d+n?)(?:: | (?!true|false)[a-z])/.exec(
      comment,
    )?.[1];
    return pattern(value ?? comment, '^').test(printed);
  }
  const squeeze = (text: string) => text.replace(/[\s,]+/g, '');
  return pattern(squeeze(comment), '').test(squeeze(printed));
}

function pattern(text: string, start: string): RegExp {
  const parts = text
    .split('…')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`${start}${parts.join('[\\s\\S]*')}$`);
}
