// posix-proc book: runs the examples of the book on real processes.

import { writeFileSync } from 'node:fs';
import { Argument, type Command, Help, Option } from 'commander';
import { forkSupport } from '../index.js';
import { type Language, languages } from './book/page.js';
import { type Example, loadExamples, loadTour } from './book/pages.js';
import { play } from './book/play.js';
import { dropRecordings } from './book/record/record.js';
import { killRunning } from './book/run.js';

type Options = { lang: Language; json?: true; svg?: string; html?: string };

const help = `
Each example runs as a process of its own. Its output is shown, then every
claim of the book about it that was checked in this run: ✓ it held, ✗ it did
not, ? this system cannot tell. W1 to W23 are corrections of the sources.

A and B are from a book on how Linux works, its second and its first edition, C
from notes on Advanced Programming in the UNIX Environment, E from notes on
Working With Unix Processes; X is what their readers try next.

Examples:
  posix-proc book                   run the whole book
  posix-proc book tour              the story in a minute, by some of them
  posix-proc book A01               run one example
  posix-proc book run A22 A23       run some
  posix-proc book A01 --lang ja     in the words of its source
  posix-proc book X03 --svg cow.svg draw a chart of it
  posix-proc book all --html b.html report on all, with pictures of each run
  posix-proc book list              what there is

Exit status: 0 every claim held, 1 one did not, 2 wrong usage.`;

const subcommandHelp = Object.assign(new Help(), { showGlobalOptions: true });

export function addBook(program: Command): void {
  const book = program
    .command('book')
    .enablePositionalOptions(false) // `book list --json`, as `book --json list`
    .summary('run the examples of the book')
    .description(
      'Runs the examples of the book on real processes and checks what the book claims about them.',
    )
    .addOption(
      new Option('--lang <language>', "language of the examples' output")
        .choices(languages)
        .default('en'),
    )
    .option('--json', 'print the results as JSON')
    .option('--svg <file>', 'draw what an example such as X03 has measured')
    .option('--html <file>', 'write a page with sources, outputs and pictures')
    .addArgument(new Argument('[id...]', 'the examples to run (default: all)'))
    .addHelpText('after', help)
    .configureHelp({
      showGlobalOptions: true,
      // --version goes before `book`, and is no option of it.
      visibleGlobalOptions: (command) =>
        subcommandHelp
          .visibleGlobalOptions(command)
          .filter(({ long }) => long !== '--version'),
    })
    .action((ids: string[]) => runExamples(book, choose(book, ids)));

  book
    .command('run')
    .description('Runs the examples named.')
    .argument('<id...>', 'such as A01')
    .action((ids: string[]) => runExamples(book, choose(book, ids)));

  book
    .command('tour')
    .description('Runs a choice that tells the story in less than a minute.')
    .action(() => runExamples(book, loadTour()));

  book
    .command('all')
    .description('Runs every example.')
    .action(() => runExamples(book, loadExamples()));

  book
    .command('list')
    .description('Lists the examples.')
    .action(() => list(book.opts<Options>()));
}

function choose(book: Command, ids: string[]): Example[] {
  const examples = loadExamples();
  if (ids.length === 0) return examples;
  return ids.map((id) => {
    const found = examples.find(({ page }) => page.id === id.toUpperCase());
    return (
      found ?? book.error(`error: no example '${id}': see posix-proc book list`)
    );
  });
}

async function runExamples(book: Command, examples: Example[]): Promise<void> {
  const { lang: language, json = false, svg, html } = book.opts<Options>();
  if (svg && examples.filter(({ page }) => page.chart).length !== 1)
    book.error('error: --svg draws one example, such as X03');
  try {
    for (const file of [svg, html]) {
      if (file) writeFileSync(file, ''); // now, not after the run
    }
  } catch (error) {
    book.error(`error: ${(error as Error).message}`);
  }
  const support = forkSupport();
  if (!support.supported) {
    console.error(`error: no fork() here: ${support.reason}`);
    process.exitCode = 1;
    return;
  }
  // The examples are in sessions of their own: the terminal's Ctrl+C is for
  // this process only.
  process.on('exit', dropRecordings);
  process.on('exit', killRunning);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      killRunning();
      dropRecordings();
      process.kill(process.pid, signal);
    });
  }
  const files = { ...(svg && { svg }), ...(html && { html }) };
  // On a page, an example has one place.
  const chosen = html ? [...new Set(examples)] : examples;
  if (!(await play(chosen, { language, json, ...files }))) process.exitCode = 1;
}

function list({ json }: Options): void {
  const examples = loadExamples();
  if (json) {
    const rows = examples.map(({ page, program }) => ({
      ...page,
      claims: page.claims.map(({ claim }) => claim),
      program,
    }));
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  for (const { page } of examples) {
    const { id, title, languages } = page;
    process.stdout.write(`${id}  ${languages.join(' ').padEnd(8)}  ${title}\n`);
  }
}
