import { defineConfig } from 'vitest/config';

/** What may happen to a repository, and what may stand in one: killed runs, hostile set-ups, bad inputs, mutants. */
const safety = ['repository', 'faults', 'hostile', 'catalogue', 'fuzz', 'pull-request'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    globalSetup: 'test/setup/temporary-folder.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/fixtures/**', 'test/bots/**', 'test/live/**', 'test/replay/**', ...safety],
          // Files share a thread and its modules: three times less work than a process for each, and nothing here keeps state.
          pool: 'threads',
          isolate: false,
          // A loaded machine is no fault: nothing here measures time.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'fixtures',
          include: ['test/fixtures/**/*.test.ts', 'test/bots/**/*.test.ts', 'test/replay/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'live',
          include: ['test/live/**/*.test.ts'],
          // Real servers: the first start may compile them, and a loaded machine takes its time.
          testTimeout: 120_000,
          hookTimeout: 5_400_000,
        },
      },
      { test: { name: 'safety', include: safety, testTimeout: 600_000 } },
    ],
  },
});
