import { beforeAll, describe, expect, it } from 'vitest';
import { argumentsOf } from './calls.ts';
import { descendants } from './node.ts';
import { programOf } from './program.testing.ts';
import { loadGoGrammar } from './syntax.ts';
import { traceValue } from './trace.ts';

beforeAll(loadGoGrammar);

/** The way of `sink(value)`'s value, from there back: carriers with what else uses them, keys, and the origin. */
function way(code: string, path: string[] = [], more: Record<string, string> = {}): string {
  const program = programOf({ 'a.go': `package a\n\nimport "github.com/spf13/pflag"\n\n${code}\n`, ...more });
  const file = program.file('a.go');
  if (!file) throw new Error('not parsed');
  const sink = descendants(file.root, 'call_expression').find(
    (call) => call.childForFieldName('function')?.text === 'sink',
  );
  const node = sink && argumentsOf(sink)[0];
  if (!node) throw new Error('no sink');
  const { hops, origin } = traceValue(program, { file, node }, path);
  const steps = hops.map((hop) =>
    hop.kind === 'element'
      ? `{${hop.key}}`
      : `${hop.kind} ${hop.name}${hop.others.length > 0 ? `+${hop.others.length}` : ''}`,
  );
  const end =
    origin.kind === 'flag'
      ? `--${origin.registration.name}`
      : origin.kind === 'constant'
        ? JSON.stringify(origin.value)
        : origin.kind;
  return [...steps, end].join(' < ');
}

const bind = 'pflag.StringVar(&x, "addr", "", "")';

describe('an address is followed', () => {
  it.each([
    ['to a constant', 'func f() { sink(":8080") }', '":8080"'],
    ['to a named constant', 'const c = ":1"\n\nfunc f() { sink(c) }', '":1"'],
    [
      'to the flag that a variable is bound to',
      'func f(fs *pflag.FlagSet) {\n	var x string\n	fs.StringVar(&x, "addr", "", "")\n	sink(x)\n}',
      'variable x < --addr',
    ],
    [
      'past the default before the flag',
      'func f() {\n	x := ":1"\n	pflag.StringVar(&x, "addr", x, "")\n	sink(x)\n}',
      'variable x < --addr',
    ],
    [
      'to a flag that is a pointer',
      'var x = pflag.String("addr", "", "")\n\nfunc f() { sink(*x) }',
      'variable x < --addr',
    ],
    [
      'with a short form',
      'func f() {\n	var x string\n	pflag.StringVarP(&x, "addr", "a", ":1", "")\n	sink(x)\n}',
      'variable x < --addr',
    ],
    [
      'through assignments',
      'func f() {\n	var x, y string\n	pflag.StringVar(&y, "addr", "", "")\n	x = y\n	sink(x)\n}',
      'variable x < variable y < --addr',
    ],
    [
      'through a parameter',
      'func g(x string) { sink(x) }\n\nfunc f() {\n	y := pflag.String("addr", "", "")\n	g(*y)\n}',
      'parameter x < variable y < --addr',
    ],
    [
      'through a function that returns it',
      'var x string\n\nfunc g() string { return x }\n\nfunc f() {\n	pflag.StringVar(&x, "addr", "", "")\n	sink(g())\n}',
      'variable x < --addr',
    ],
    [
      'through a field',
      'type T struct{ x string }\n\nfunc (t *T) g() { pflag.StringVar(&t.x, "addr", "", "") }\n\nfunc f(t *T) { sink(t.x) }',
      'field x < --addr',
    ],
    [
      'through a nested field',
      'type U struct{ x string }\n\ntype T struct{ u *U }\n\nfunc g(u *U) { pflag.StringVar(&u.x, "addr", "", "") }\n\nfunc f(t T) { sink(t.u.x) }',
      'field x < --addr',
    ],
    [
      'through a key of a literal',
      'type T struct{ x string }\n\nfunc f() {\n	var y string\n	pflag.StringVar(&y, "addr", "", "")\n	t := &T{x: y}\n	sink(t.x)\n}',
      'field x < variable y < --addr',
    ],
    [
      'and what else uses it is counted',
      'func f() {\n	var x string\n	pflag.StringVar(&x, "addr", "", "")\n	println(x)\n	sink(x)\n	println(x)\n}',
      'variable x+2 < --addr',
    ],
    [
      'where all of it stands under the same condition',
      `func f() {\n	if y {\n		x := ":1"\n		${bind}\n		sink(x)\n	}\n}`,
      'variable x < --addr',
    ],
    [
      'where the condition itself sets it',
      'func f() {\n	var x string\n	if x = *pflag.String("addr", "", ""); y {\n		return\n	}\n	sink(x)\n}',
      'variable x < --addr',
    ],
    [
      'past the default that another function sets',
      `var x string\n\nfunc defaults() { x = ":1" }\n\nfunc f() {\n	${bind}\n	sink(x)\n}`,
      'variable x < --addr',
    ],
    ['nowhere, where it is never set', 'func f() {\n	var x string\n	sink(x)\n}', 'variable x < zero'],
    [
      'to where it is read, where a tag tells that it is filled in from outside',
      'type c struct {\n	x string `env:"X"`\n}\n\nfunc f(v c) { sink(v.x) }',
      'field x < computed',
    ],
  ])('%s', (_name, code, expected) => {
    expect(way(code)).toBe(expected);
  });

  it.each([
    ['it is computed', 'func f() { sink(":" + port) }'],
    ['somebody else computes it', 'func f() { sink(other.Address()) }'],
    [
      'it is set twice',
      'func f() {\n	var x string\n	pflag.StringVar(&x, "addr", "", "")\n	x = g()\n	sink(x)\n}',
    ],
    [
      'it is changed by a constant alone',
      'func f() {\n	x := ":1"\n	if y {\n		x = ":2"\n	}\n	sink(x)\n}',
    ],
    ['unknown code gets its address', 'func f() {\n	var x string\n	other.Fill(&x)\n	sink(x)\n}'],
    [
      'a pointer to it is bound',
      'func g(p *string) { pflag.StringVar(p, "a", "", "") }\n\nfunc f() {\n	var x string\n	g(&x)\n	sink(x)\n}',
    ],
    [
      'callers pass different ones',
      'func g(x string) { sink(x) }\n\nfunc f() {\n	g(*pflag.String("a", "", ""))\n	g(":1")\n}',
    ],
    [
      'it is appended to',
      'func f() {\n	var x string\n	pflag.StringVar(&x, "addr", "", "")\n	x += ":1"\n	sink(x)\n}',
    ],
    [
      'a constant takes its place under a condition',
      `func f() {\n	var x string\n	${bind}\n	if y {\n		x = "0"\n	}\n	sink(x)\n}`,
    ],
    [
      'a constant takes its place under a condition above',
      `func f() {\n	var x string\n	if y {\n		x = "0"\n	}\n	${bind}\n	sink(x)\n}`,
    ],
    [
      'a constant takes its place afterwards',
      `func f() {\n	var x string\n	${bind}\n	pflag.Parse()\n	x = ":1"\n	sink(x)\n}`,
    ],
    [
      'another function switches it off',
      `var x string\n\nfunc off() { x = "0" }\n\nfunc f() {\n	${bind}\n	sink(x)\n}`,
    ],
    [
      'a case of a switch sets it',
      `func f() {\n	var x string\n	${bind}\n	switch y {\n	case 1:\n		x = ":1"\n	}\n	sink(x)\n}`,
    ],
    [
      'a literal sets it in one branch',
      `type T struct{ x string }\n\nfunc f() {\n	x := pflag.String("a", "", "")\n	t := T{x: *x}\n	if y {\n		t = T{x: "0"}\n	}\n	sink(t.x)\n}`,
    ],
    [
      'it is taken from the flag under a condition',
      'func f() {\n	x := ":1"\n	a := pflag.String("a", "", "")\n	if *a != "" {\n		x = *a\n	}\n	sink(x)\n}',
    ],
    [
      'the flag is registered under a condition',
      `func f() {\n	var x string\n	if y {\n		${bind}\n	}\n	sink(x)\n}`,
    ],
    ['a function calls itself', 'func g(x string) {\n	g(x)\n	sink(x)\n}'],
  ])('not where %s', (_name, code) => {
    expect(way(code)).toMatch(/computed$/);
  });
});

describe('a part of a value is followed', () => {
  const path = ['Metrics', 'BindAddress'];
  const flag = 'pflag.StringVar(&x, "addr", "", "")';

  it.each([
    [
      'into literals',
      `func f() {\n	var x string\n	${flag}\n	sink(o.T{Other: 1, Metrics: m.M{BindAddress: x}})\n}`,
      '{Metrics} < {BindAddress} < variable x < --addr',
    ],
    [
      'into a variable',
      `func f() {\n	var x string\n	${flag}\n	v := o.T{Metrics: m.M{BindAddress: x}}\n	v.Other = x\n	sink(v)\n}`,
      'variable v < {Metrics} < {BindAddress} < variable x+1 < --addr',
    ],
    [
      'into an assignment of the whole',
      `func f() {\n	var x string\n	var v o.T\n	${flag}\n	v.Metrics = m.M{BindAddress: x}\n	sink(v)\n}`,
      'variable v < {BindAddress} < variable x < --addr',
    ],
    [
      'into an assignment of the part',
      `func f() {\n	var x string\n	v := o.T{Other: 1}\n	${flag}\n	v.Metrics.BindAddress = x\n	sink(v)\n}`,
      'variable v < variable x < --addr',
    ],
    [
      'to a flag bound to the part',
      'func f() {\n	var v o.T\n	pflag.StringVar(&v.Metrics.BindAddress, "addr", "", "")\n	sink(v)\n}',
      'variable v < --addr',
    ],
    [
      'into a function that gets a pointer',
      'func g(p *o.T) { pflag.StringVar(&p.Metrics.BindAddress, "addr", "", "") }\n\nfunc f() {\n	var v o.T\n	g(&v)\n	sink(v)\n}',
      'variable v < --addr',
    ],
    ['nowhere, where the literal lacks it', 'func f() { sink(o.T{Other: 1}) }', 'zero'],
    ['not into a literal without keys', 'func f() { sink(o.T{1, 2}) }', 'computed'],
  ])('%s', (_name, code, expected) => {
    expect(way(code.replaceAll('o.T', 'opts.T'), path)).toBe(expected);
  });
});
