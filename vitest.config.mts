import { defineConfig } from 'vitest/config';

// Signals, children, the working directory and limits belong to the whole
// process and the whole machine's load, so everything that makes processes
// runs one file at a time, after the pure tests.
export default defineConfig({
  test: {
    reporters: ['default', './scripts/vitest-totals.mjs'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'process',
          include: ['test/**/*.test.ts'],
          exclude: ['test/unit/**'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
