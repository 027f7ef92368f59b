import { describe, expect, it } from 'vitest';
import { edited, nodeOf } from '../../../test/setup/go-files.ts';
import { without } from './removal.testing.ts';
import { removeNodes } from './removal.ts';

describe('a spec goes', () => {
  const group = `package main

var (
	scheme   = newScheme()
	setupLog = newLog() // log of main

	// metricsAddr is the address of metrics.
	metricsAddr          string
	enableLeaderElection bool
)

func main() {}
`;

  it('from its group, which realigns', () => {
    expect(without(group, ['enableLeaderElection', 'var_spec'])).toContain('\tmetricsAddr string\n)\n');
  });

  it('with its own comment', () => {
    const result = without(group, ['metricsAddr          string', 'var_spec']);
    expect(result).not.toContain('metricsAddr');
    expect(result).toContain('// log of main\n\n\tenableLeaderElection bool\n)');
  });

  it('with its trailing comment', () => {
    expect(without(group, ['setupLog', 'var_spec'])).toContain(
      'var (\n\tscheme = newScheme()\n\n\t// metricsAddr',
    );
  });

  it('and the group with its last spec, comment and blank line included', () => {
    const small = 'package main\n\n// Flags.\nvar (\n\ta string\n\tb string\n)\n\nfunc main() {}\n';
    expect(without(small, ['a string', 'var_spec'], ['b string', 'var_spec'])).toBe(
      'package main\n\nfunc main() {}\n',
    );
  });

  it('of constants likewise', () => {
    const constants = 'package main\n\nconst (\n\tport    = 8080\n\taddress = ":8080"\n)\n';
    expect(without(constants, ['address', 'const_spec'])).toBe('package main\n\nconst (\n\tport = 8080\n)\n');
    expect(without(constants, ['address', 'const_spec'], ['port', 'const_spec'])).toBe('package main\n');
  });

  it('of types likewise', () => {
    const types = 'package main\n\ntype (\n\tid      int\n\taddress string\n)\n';
    expect(without(types, ['address', 'type_spec'])).toBe('package main\n\ntype (\n\tid int\n)\n');
  });

  it('of a local declaration with the statement', () => {
    const local = 'package main\n\nfunc main() {\n\tvar address string\n\tf()\n}\n';
    expect(without(local, ['address', 'var_spec'])).toBe('package main\n\nfunc main() {\n\tf()\n}\n');
  });
});

describe('a struct field goes', () => {
  const struct = `package main

type options struct {
	Name string \`json:"name"\` // the name
	// MetricsAddr is an address.
	MetricsAddr string

	Embedded
	Port int
}
`.replace('Port int', 'Port int // where');

  it('with its comment', () => {
    expect(without(struct, ['MetricsAddr string', 'field_declaration'])).toBe(`package main

type options struct {
	Name string \`json:"name"\` // the name

	Embedded
	Port int // where
}
`);
  });

  it('and leaves a lonely field with single blanks', () => {
    const two = 'package main\n\ntype T struct {\n\tid          int // the id\n\tMetricsAddr string\n}\n';
    expect(without(two, ['MetricsAddr', 'field_declaration'])).toBe(
      'package main\n\ntype T struct {\n\tid int // the id\n}\n',
    );
  });

  it('from a struct on one line', () => {
    const line = 'package main\n\nvar x struct{ a int }\n';
    expect(without(line, ['a int', 'field_declaration'])).toBe('package main\n\nvar x struct{}\n');
  });
});

describe('an element of a composite literal goes', () => {
  const lines = `package main

var options = Options{
	Scheme:             scheme,
	MetricsBindAddress: metricsAddr, // plain http
	// Leases are named by this.
	LeaderElectionID: "x",
	Port:             9443,
}
`;

  it('on lines of its own, and its neighbours realign', () => {
    expect(without(lines, ['MetricsBindAddress', 'keyed_element'])).toBe(`package main

var options = Options{
	Scheme: scheme,
	// Leases are named by this.
	LeaderElectionID: "x",
	Port:             9443,
}
`);
  });

  it('and its comment stays where it may speak of the next one', () => {
    const result = without(lines, ['LeaderElectionID', 'keyed_element']);
    expect(result).toContain('// Leases are named by this.\n\tPort: 9443,');
  });

  it('all of them, which closes the brackets', () => {
    const text =
      'package main\n\nvar o = Options{\n\t// Served here.\n\tAddress: a, // http\n\tPort:    p,\n}\n';
    expect(without(text, ['Address', 'keyed_element'], ['Port', 'keyed_element'])).toBe(
      'package main\n\nvar o = Options{}\n',
    );
  });

  it('all of them, but a comment that belongs to none stays', () => {
    const text = 'package main\n\nvar o = Options{\n\t// Nothing here.\n\n\tAddress: a,\n}\n';
    expect(without(text, ['Address', 'keyed_element'])).toBe(
      'package main\n\nvar o = Options{\n\t// Nothing here.\n}\n',
    );
  });

  it.each([
    ['A', 'T{B: 2, C: 3}'],
    ['B', 'T{A: 1, C: 3}'],
    ['C', 'T{A: 1, B: 2}'],
  ])('%s beside others', (key, expected) => {
    const text = 'package main\n\nvar o = T{A: 1, B: 2, C: 3}\n';
    expect(without(text, [`${key}:`, 'keyed_element'])).toBe(`package main\n\nvar o = ${expected}\n`);
  });

  it('several beside each other', () => {
    const text = 'package main\n\nvar o = T{A: 1, B: 2, C: 3}\n';
    expect(without(text, ['A:', 'keyed_element'], ['B:', 'keyed_element'])).toContain('T{C: 3}');
    expect(without(text, ['B:', 'keyed_element'], ['C:', 'keyed_element'])).toContain('T{A: 1}');
    expect(without(text, ['A:', 'keyed_element'], ['C:', 'keyed_element'])).toContain('T{B: 2}');
  });

  it('of several lines, with everything in it', () => {
    const text = `package main

var o = Options{
	Scheme: scheme,
	Metrics: server.Options{
		BindAddress: metricsAddr,
	},
	HealthProbeBindAddress: probeAddr,
	Port:                   9443,
}
`;
    expect(without(text, ['Metrics:', 'keyed_element'])).toBe(`package main

var o = Options{
	Scheme:                 scheme,
	HealthProbeBindAddress: probeAddr,
	Port:                   9443,
}
`);
  });
});

describe('an argument goes', () => {
  it.each([
    ['a', 'f(b, c)'],
    ['b', 'f(a, c)'],
    ['c', 'f(a, b)'],
  ])('%s from one line', (name, expected) => {
    const text = 'package main\n\nvar x = f(a, b, c)\n';
    const call = (snippet: string) => `${snippet}`;
    expect(
      edited(text, (file) => {
        const list = nodeOf(file, 'f(a, b, c)', 'call_expression').childForFieldName('arguments');
        const argument = list?.namedChildren.find((node) => node.text === call(name));
        return argument ? removeNodes(file, [argument]) : [];
      }),
    ).toBe(`package main\n\nvar x = ${expected}\n`);
  });

  it('the only one', () => {
    expect(without('package main\n\nvar x = f(value)\n', ['value', 'identifier'])).toBe(
      'package main\n\nvar x = f()\n',
    );
  });

  it('from lines of its own', () => {
    const text = 'package main\n\nvar x = f(\n\tfirst, // one\n\tsecond,\n\tthird,\n)\n';
    expect(without(text, ['second', 'identifier'])).toBe(
      'package main\n\nvar x = f(\n\tfirst, // one\n\tthird,\n)\n',
    );
  });

  it('and the bracket comes up behind what stays on its line', () => {
    const text = 'package main\n\nvar x = f(first,\n\tsecond,\n)\n';
    expect(without(text, ['second', 'identifier'])).toBe('package main\n\nvar x = f(first)\n');
  });

  it('and the next line keeps its indentation', () => {
    const text = 'package main\n\nvar x = f(first,\n\tsecond,\n\tthird)\n';
    expect(without(text, ['first', 'identifier'])).toBe('package main\n\nvar x = f(\n\tsecond,\n\tthird)\n');
  });

  it('from the middle of a line', () => {
    const text = 'package main\n\nvar x = f(first, second,\n\tthird, fourth)\n';
    expect(without(text, ['second', 'identifier'])).toBe(
      'package main\n\nvar x = f(first,\n\tthird, fourth)\n',
    );
    expect(without(text, ['third', 'identifier'])).toBe(
      'package main\n\nvar x = f(first, second,\n\tfourth)\n',
    );
    expect(without(text, ['fourth', 'identifier'])).toBe(
      'package main\n\nvar x = f(first, second,\n\tthird)\n',
    );
  });
});

describe('a declaration goes', () => {
  it('with its documentation and one blank line', () => {
    const text = `package main

// a is first.
func a() {}

// b is second,
// and has two lines.
func b() {}

func c() {}
`;
    expect(without(text, ['func b()', 'function_declaration'])).toBe(`package main

// a is first.
func a() {}

func c() {}
`);
  });

  it('at the end of the file', () => {
    const text = 'package main\n\nfunc a() {}\n\nfunc b() {}\n';
    expect(without(text, ['func b()', 'function_declaration'])).toBe('package main\n\nfunc a() {}\n');
  });

  it('and one-line functions beside it realign', () => {
    const text = `package main

func (s s) Len() int           { return 0 }
func (s s) Less(a, b int) bool { return a < b }
func (s s) Swap(a, b int)      {}
`;
    expect(without(text, ['func (s s) Less', 'method_declaration'])).toBe(`package main

func (s s) Len() int      { return 0 }
func (s s) Swap(a, b int) {}
`);
  });
});
