import { defineConfig } from 'vitest/config';

/** What decides whether something is lost, executed or written outside: every branch of it is taken by a test. */
const guarded = ['src/repository/**/*.ts', 'src/reports/{escape,inert-markdown,redact}.ts'];

export default defineConfig({
  test: {
    globalSetup: 'test/setup/temporary-folder.ts',
    include: [
      'src/repository/**/*.test.ts',
      'src/reports/{escape,inert-markdown,markdown,redact}.test.ts',
      'test/repository/**/*.test.ts',
      'test/hostile/{commit-to-branch,reftable}.test.ts',
    ],
    // They watch the built program, whose branches are not seen.
    exclude: ['test/repository/{sync-order,told}.test.ts'],
    testTimeout: 60_000,
    coverage: {
      enabled: true,
      provider: 'v8',
      include: guarded,
      exclude: ['**/*.test.ts'],
      reporter: [['text', { skipFull: true }]],
      thresholds: { branches: 100, functions: 100 },
    },
  },
});
