// What a test needs beside Node. Where it is missing, the test says so and is
// skipped.

import { execFileSync } from 'node:child_process';
import type { TestContext } from 'vitest';

export function need(ctx: TestContext, ...command: string[]): void {
  try {
    execFileSync(command[0] as string, command.slice(1), { stdio: 'pipe' });
  } catch (error) {
    ctx.skip(`needs ${command.join(' ')}: ${(error as Error).message}`);
  }
}

export const needCompiler = (ctx: TestContext) => need(ctx, 'g++', '--version');
