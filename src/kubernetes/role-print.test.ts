import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { printRule, printScalar } from './role-print.ts';

describe('printScalar', () => {
  it.each([
    ['pods', 'pods'],
    ['pods/log', 'pods/log'],
    ['apps.example.com', 'apps.example.com'],
    ['/metrics', '/metrics'],
    ['', '""'],
    ['*', "'*'"],
    ['*/scale', "'*/scale'"],
    ['y', '"y"'],
    ['null', '"null"'],
    ['1', '"1"'],
    ['1.2.3', '1.2.3'],
    ['.5', '".5"'],
    ['.NaN', '".NaN"'],
    ['0x1f', '"0x1f"'],
    ['1:30', '"1:30"'],
    ['2024-01-02', '"2024-01-02"'],
    ['<<', '"<<"'],
    ["a'b", "a'b"],
    ["'a", "'''a'"],
    ['a: b', "'a: b'"],
    ['a #b', "'a #b'"],
    ['-x', '-x'],
    ['- x', "'- x'"],
    ['{a', "'{a'"],
  ])('%j is printed %s', (value, printed) => {
    expect(printScalar(value)).toBe(printed);
  });

  it('is read back as the same text', () => {
    // What groups, resources, names, verbs and URLs consist of.
    const names = fc.stringMatching(/^[a-zA-Z0-9*/:][a-zA-Z0-9*/:._-]{0,20}$/);
    fc.assert(
      fc.property(names, (name) => {
        expect(parse(printScalar(name))).toBe(name);
      }),
    );
  });
});

it('printRule leaves absent lists out', () => {
  const rule = {
    apiGroups: [],
    resources: [],
    resourceNames: [],
    nonResourceURLs: ['/metrics'],
    verbs: ['get'],
  };
  expect(printRule(rule)).toBe('- nonResourceURLs:\n  - /metrics\n  verbs:\n  - get\n');
});
