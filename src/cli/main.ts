#!/usr/bin/env node
// The command posix-proc. Each subcommand has a file of its own.

import { Command } from 'commander';
import { addBook } from './book.js';
import { addDoctor } from './doctor.js';
import { addElf } from './elf.js';
import { addInit } from './init.js';
import { addMaps } from './maps.js';
import { addPs } from './ps.js';
import { addTree } from './tree.js';

// A reader that has seen enough, as head does, is no error; a full disk is.
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit(0);
  console.error(`error: ${message}`);
  process.exit(1);
});
// Nobody is left to be told; and init has to stay, whoever reads its log.
process.stderr.on('error', () => {});

const { version } = require('../../package.json') as { version: string };

const program = new Command('posix-proc')
  .description('Unix processes for Node: the book, and tools to look at them.')
  .version(version)
  .enablePositionalOptions()
  .configureHelp({ sortSubcommands: true })
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

addBook(program);
addDoctor(program);
addInit(program);
addPs(program);
addTree(program);
addElf(program);
addMaps(program);

program.parseAsync().catch((error: NodeJS.ErrnoException) => {
  // What the system or a file says no to is a sentence, the rest a bug here.
  console.error(error.code ? `error: ${error.message}` : error);
  process.exitCode = 1;
});
