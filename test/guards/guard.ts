/**
 * A place in the source that keeps one hard case right, and the test that must fail without it.
 * Taking the guard out is a textual replacement: `find` must stand exactly once in `file`.
 */
export interface Guard {
  /** What it guards against, as a sentence. */
  readonly guard: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** A test file, and the full name (or a part of it) of the tests that must fail. */
  readonly test: { readonly file: string; readonly name: string };
}

/** All that fixtures.test.ts holds of one fixture. */
export function fixture(name: string): Guard['test'] {
  return { file: 'test/fixtures/fixtures.test.ts', name: `fixture '${name}' ` };
}
