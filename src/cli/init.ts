// posix-proc init: the process 1 of a container, with the options of tini.

import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type InitEvent, init } from '../daemon/index.js';
import {
  exitCode,
  getChildSubreaper,
  getpid,
  type SignalName,
  signalNumber,
} from '../index.js';

type Options = {
  group?: true;
  subreaper?: true;
  pdeathsig?: SignalName;
  expect: number[];
  warn?: true;
  verbose: number;
};

const help = `
Environment:
  TINI_SUBREAPER, TINI_KILL_PROCESS_GROUP  -s, -g
  TINI_VERBOSITY                           0 to 3: fatal errors, warnings (1,
                                           the default), what happens, signals

Example:
  ENTRYPOINT ["posix-proc", "init", "--", "node", "server.js"]

Exit status: the program's; 128 and the number of the signal that has killed it;
126, 127 it was not executable, not found; 1 wrong usage.`;

function signal(value: string): SignalName {
  try {
    signalNumber(value);
    return value as SignalName;
  } catch {
    throw new InvalidArgumentError('It is the name of no signal.');
  }
}

function status(value: string, before: number[]): number[] {
  if (!/^\d{1,3}$/.test(value) || Number(value) > 255)
    throw new InvalidArgumentError('It is no exit status from 0 to 255.');
  return [...before, Number(value)];
}

/** 0 to 3. */
function verbosityOf({ verbose }: Options): number {
  const asked = process.env.TINI_VERBOSITY;
  return (asked && /^\d+$/.test(asked) ? Number(asked) : 1) + verbose;
}

export function addInit(program: Command): void {
  program
    .command('init')
    .summary('be the process 1 of a container')
    .description(
      'Runs a program, hands it every signal, and reaps the children that others leave behind.',
    )
    .argument('<program>', 'what to run')
    .argument('[arguments...]', 'its arguments')
    .option('-g, --group', "send signals to the program's process group")
    .option('-s, --subreaper', 'adopt orphans without being process 1')
    .addOption(
      new Option(
        '-p, --pdeathsig <signal>',
        'the signal to get when the parent ends',
      ).argParser(signal),
    )
    .addOption(
      new Option('-e, --expect <status>', 'take this exit status for 0')
        .argParser(status)
        .default([], 'none'),
    )
    .option('-w, --warn', 'say so when a child is reaped')
    .addOption(
      new Option('-v, --verbose', 'say more; again: even more')
        .argParser((_, before: number) => before + 1)
        .default(0, 'no'),
    )
    .option('-l, --license', 'show the license')
    .on('option:license', () => {
      process.stdout.write(readFileSync(join(__dirname, '../../LICENSE')));
      process.exit();
    })
    .version(program.version() as string, '--version')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 1))
    .passThroughOptions()
    .addHelpText('after', help)
    .action((file: string, rest: string[], options: Options) =>
      run([file, ...rest], options),
    );
}

async function run(argv: string[], options: Options): Promise<void> {
  const verbosity = verbosityOf(options);
  const say = (level: number, text: string) => {
    const name = ['FATAL', 'WARN ', 'INFO ', 'DEBUG'][level];
    if (level > verbosity) return;
    try {
      writeSync(2, `[${name} posix-proc init (${getpid()})] ${text}\n`);
    } catch {
      // Nobody reads that, and the program goes on.
    }
  };
  const log = (event: InitEvent) => {
    const { pid } = event;
    if (event.type === 'started') say(2, `started process ${pid}`);
    else if (event.type === 'forwarded') say(3, `passed on ${event.signal}`);
    else if (event.type === 'reaped')
      say(options.warn ? 1 : 3, `reaped process ${pid}`);
    else say(2, `ended with status ${exitCode(event.status)}`);
  };
  const subreaper = options.subreaper || 'TINI_SUBREAPER' in process.env;
  if (getpid() !== 1 && !subreaper && !getChildSubreaper())
    say(1, 'neither process 1 nor a subreaper (-s): orphans go elsewhere');
  const status = await init(argv, {
    subreaper,
    group: options.group || 'TINI_KILL_PROCESS_GROUP' in process.env,
    ...(options.pdeathsig && { pdeathsig: options.pdeathsig }),
    log,
  });
  process.exit(options.expect.includes(status) ? 0 : status);
}
