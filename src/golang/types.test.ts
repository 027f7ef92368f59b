import { beforeAll, describe, expect, it } from 'vitest';
import { programOf, token } from './program.testing.ts';
import { loadGoGrammar } from './syntax.ts';
import { fieldOf, typeOf } from './types.ts';

beforeAll(loadGoGrammar);

/** The type of the last `x` of a function body, as `path.Name`. */
function typed(body: string, declarations = ''): string | undefined {
  const program = programOf({
    'a.go': `package a

import (
	"example.org/provider/b"

	ctrl "sigs.k8s.io/controller-runtime"
)
${declarations}
func f(parameter *T) {
	${body}
	_ = x
}

type T struct {
	inner *b.B
	b.Embedded
}

func newT() (*T, error) { return nil, nil }
`,
    'b/b.go':
      'package b\n\ntype B struct{ Next *B }\n\ntype Embedded struct{ Kept B }\n\nfunc Make() B { return B{} }\n',
  });
  const type = typeOf(program, token(program, 'a.go', 'x'));
  return type && `${type.importPath}.${type.name}`;
}

describe('the type of a name', () => {
  it.each([
    ['a declaration', 'var x *T', 'example.org/provider.T'],
    ['a literal', 'x := &T{}', 'example.org/provider.T'],
    ['new', 'x := new(T)', 'example.org/provider.T'],
    ['a parameter', 'x := parameter', 'example.org/provider.T'],
    ['the first result of a function', 'x, _ := newT()', 'example.org/provider.T'],
    ['a function of another package', 'x := b.Make()', 'example.org/provider/b.B'],
    ['a field of a field', 'x := parameter.inner.Next', 'example.org/provider/b.B'],
    ['an embedded field', 'x := parameter.Kept', 'example.org/provider/b.B'],
    [
      'an alias of controller-runtime',
      'x := ctrl.Options{}',
      'sigs.k8s.io/controller-runtime/pkg/manager.Options',
    ],
  ])('from %s', (_name, body, expected) => {
    expect(typed(body)).toBe(expected);
  });

  it.each([
    ['somebody else computes it', 'x := ctrl.GetConfigOrDie()'],
    ['it is computed', 'x := 1 + 2'],
  ])('is not known where %s', (_name, body) => {
    expect(typed(body)).toBeUndefined();
  });
});

describe('a struct without a name', () => {
  const code = (declared: string) => ({
    'a.go': `package a\n\nfunc f() {\n	${declared}\n	_ = opts.addr\n	var other struct{ addr int }\n	_ = other\n}\n`,
  });

  it.each([
    'opts := struct{ addr string }{}',
    'var opts struct{ addr string }',
    'opts := &struct{ addr string }{}',
  ])('has its fields: %s', (declared) => {
    const program = programOf(code(declared));
    const type = typeOf(program, token(program, 'a.go', 'opts'));
    const field = type && fieldOf(program, type, 'addr');
    expect(field?.declared?.node.parent?.text).toBe('addr string');
    expect(type && fieldOf(program, type, 'missing')).toBeUndefined();
  });

  it('is another type than the one at another place', () => {
    const program = programOf(code('var opts struct{ addr string }'));
    const [own, other] = ['opts', 'other'].map((name) => typeOf(program, token(program, 'a.go', name)));
    expect(own?.name).toMatch(/^struct a\.go:\d+$/);
    expect(own?.name).not.toBe(other?.name);
  });
});
