import { describe, expect, it } from 'vitest';
import { testdir } from '../setup/testdir.ts';
import { mutantsOf } from './mutants.ts';

/** What is made of a piece of code. */
function made(code: string): readonly string[] {
  const root = testdir({ 'a.ts': code });
  return mutantsOf(root, [`${root}/a.ts`]).map(({ what }) => what);
}

describe('mutantsOf', () => {
  it.each<[string, readonly string[]]>([
    ['const x = a < b;', ['a < b → a <= b', 'a < b → a >= b']],
    ['const x = a === b && c;', ['a === b && c → a === b || c', 'a === b → a !== b']],
    ['const x = a ?? b;', ['a ?? b → a']],
    ['if (a) b();', ['a → !(a)', 'b(); → {}']],
    ['if (!a) throw b;', ['!a → a', 'throw b; → {}']],
    ['const x = a ? 1 : true;', ['a → !(a)', '1 → 2', 'true → false']],
    ["const x = f('a', '');", ["'a' → ''", "'' → 'x'"]],
    ["import { a } from 'b';", []],
    ["type A = 'b';", []],
    ["const x = { code: 'c', reason: 'r', hint: 'h' };", ["'c' → ''"]],
  ])('of %s', (code, expected) => {
    expect(made(code)).toEqual(expected);
  });

  it('tells where they are', () => {
    const root = testdir({ 'b/a.ts': 'const y = 0;\nconst x = 1;\n' });
    const [, second] = mutantsOf(root, [`${root}/b/a.ts`]);
    expect(second).toMatchObject({ file: 'b/a.ts', line: 2, start: 23, end: 24, replacement: '2' });
  });
});
