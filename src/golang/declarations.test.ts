import { beforeAll, describe, expect, it } from 'vitest';
import { lookUp, lookUpMethod, resolve } from './declarations.ts';
import { programOf, token } from './program.testing.ts';
import { loadGoGrammar } from './syntax.ts';

beforeAll(loadGoGrammar);

/** What the last `x` of a function body means: the kind, and the line of its declaration. */
function meaning(body: string, top = 'var x = 0'): string | undefined {
  const program = programOf({ 'a.go': `package a\n\n${top}\n\n${body}\n` });
  const found = resolve(program, token(program, 'a.go', 'x'));
  return found && `${found.kind} ${found.node.startPosition.row + 1}`;
}

describe('what a name means', () => {
  it.each([
    ['the package variable', 'func f() {\n	_ = x\n}', 'variable 3'],
    ['a local before it', 'func f() {\n	x := 1\n	_ = x\n}', 'variable 6'],
    ['not a local after it', 'func f() {\n	use(\n		x)\n	y := 1\n	_ = y\n}', 'variable 3'],
    ['not itself on the right side', 'func f() {\n	x :=\n		x\n}', 'variable 3'],
    [
      'not a local of a block that ended',
      'func f() {\n	{\n		x := 1\n		use(x)\n	}\n	_ = x\n}',
      'variable 3',
    ],
    ['a parameter', 'func f(x int) {\n	_ = x\n}', 'parameter 5'],
    ['a named result', 'func f() (x int) {\n	return x\n}', 'parameter 5'],
    ['a receiver', 'func (x T) f() {\n	_ = x\n}', 'parameter 5'],
    ['a parameter of a literal', 'func f() {\n	_ = func(x int) int { return x }\n}', 'parameter 6'],
    ['the variable of an if', 'func f() {\n	if x := g(); x > 0 {\n		use(x)\n	}\n}', 'variable 6'],
    ['the variable of a for', 'func f() {\n	for x := 0; x < 3; x++ {\n		use(x)\n	}\n}', 'variable 6'],
    ['the variable of a range', 'func f() {\n	for _, x := range y {\n		use(x)\n	}\n}', 'variable 6'],
    ['not of a range that assigns', 'func f() {\n	for _, x = range y {\n		use(x)\n	}\n}', 'variable 3'],
    [
      'the variable of a type switch',
      'func f() {\n	switch x := y.(type) {\n	case int:\n		use(x)\n	}\n}',
      'variable 6',
    ],
    [
      'a local of a case',
      'func f() {\n	switch {\n	case true:\n		x := 1\n		use(x)\n	}\n}',
      'variable 8',
    ],
    ['a constant', 'func f() {\n	const x = 1\n	_ = x\n}', 'constant 6'],
    ['one of several', 'func f() {\n	var w, x = 1, 2\n	_ = x\n}', 'variable 6'],
    [
      'the first of two in one block',
      'func f() {\n	x, a := 1, 2\n	x, b := 3, 4\n	use(x)\n}',
      'variable 6',
    ],
  ])('%s', (_name, body, expected) => {
    expect(meaning(body)).toBe(expected);
  });

  it('an import, and nothing for the names of Go itself', () => {
    expect(meaning('func f() {\n	x.Do()\n}', 'import "example.org/x"')).toBe('import 6');
    expect(meaning('func f() {\n	x()\n}', 'var y = 0')).toBeUndefined();
  });

  it('a type before a parameter of the same name', () => {
    const program = programOf({ 'a.go': 'package a\n\ntype config struct{}\n\nfunc f(config *config) {}\n' });
    expect(resolve(program, token(program, 'a.go', 'config'))).toMatchObject({ kind: 'type' });
  });
});

describe('names of a package', () => {
  const program = programOf({
    'p/a.go': 'package p\n\nvar (\n	one, two int\n	three = 3\n)\n',
    'p/b.go': 'package p\n\ntype T struct{}\n\nfunc (t *T) Do() {}\n\nfunc (t U) Do() {}\n\nfunc Do() {}\n',
    'p/a_test.go': 'package p\n\nvar four int\n',
  });
  const goPackage = program.packageByImport('example.org/provider/p');

  it('are found in any of its files, tests aside', () => {
    if (!goPackage) throw new Error('no package');
    const kinds = ['two', 'three', 'T', 'Do', 'four'].map((name) => lookUp(program, goPackage, name)?.kind);
    expect(kinds).toEqual(['variable', 'variable', 'type', 'function', undefined]);
  });

  it('methods are found by their type', () => {
    if (!goPackage) throw new Error('no package');
    expect(lookUpMethod(program, goPackage, 'T', 'Do')?.node.startPosition.row).toBe(4);
    expect(lookUpMethod(program, goPackage, 'U', 'Do')?.node.startPosition.row).toBe(6);
    expect(lookUpMethod(program, goPackage, 'V', 'Do')).toBeUndefined();
  });
});
