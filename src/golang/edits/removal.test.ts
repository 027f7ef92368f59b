import { describe, expect, it } from 'vitest';
import { edited, goFile, nodeOf } from '../../../test/setup/go-files.ts';
import { removeNodes } from './removal.ts';

/** Removes the nodes at the snippets (each with the type it shall climb to) and gives the file. */
function without(text: string, ...snippets: readonly [string, string?][]): string {
  return edited(text, (file) =>
    removeNodes(
      file,
      snippets.map(([snippet, type]) => nodeOf(file, snippet, type)),
    ),
  );
}

describe('a statement goes', () => {
  it('with its trailing comment, the columns beside it closing up', () => {
    const text = `package main

func main() {
	a := 1 // first
	address := "x" // second
	b := 2 // third
}
`;
    const aligned = text.replace('a := 1 //', 'a := 1         //').replace('b := 2 //', 'b := 2         //');
    expect(without(aligned, ['address := "x"', 'short_var_declaration'])).toBe(`package main

func main() {
	a := 1 // first
	b := 2 // third
}
`);
  });

  it('with the comment above when nothing follows directly', () => {
    const text = `package main

func main() {
	// Where metrics are served.
	f("metrics")

	g()
}
`;
    expect(without(text, ['f("metrics")', 'expression_statement'])).toBe(`package main

func main() {
	g()
}
`);
  });

  it('without a comment that heads a paragraph', () => {
    const text = `package main

func main() {
	// Flags of this command.
	f("metrics")
	f("health")
}
`;
    expect(without(text, ['f("metrics")', 'expression_statement'])).toBe(`package main

func main() {
	// Flags of this command.
	f("health")
}
`);
  });

  it('with a comment that names it and not what follows', () => {
    const text = `package main

func main() {
	// metricsAddr is where metrics are served.
	metricsAddr := f()
	probeAddr := f()
}
`;
    expect(without(text, ['metricsAddr := f()', 'short_var_declaration'])).toBe(`package main

func main() {
	probeAddr := f()
}
`);
  });

  it('without a comment that names what follows too', () => {
    const text = `package main

func main() {
	// metricsAddr and probeAddr are addresses.
	metricsAddr := f()
	probeAddr := f()
}
`;
    expect(without(text, ['metricsAddr := f()', 'short_var_declaration'])).toContain(
      '// metricsAddr and probeAddr',
    );
  });

  it.each([
    '// +kubebuilder:scaffold:builder',
    '//+kubebuilder:rbac:groups=a,resources=b,verbs=get',
    '//go:generate mockgen',
  ])('without the marker %s above it', (marker) => {
    const text = `package main\n\nfunc main() {\n\t${marker}\n\tf()\n}\n`;
    expect(without(text, ['f()', 'expression_statement'])).toBe(
      `package main\n\nfunc main() {\n\t${marker}\n}\n`,
    );
  });

  it('and takes one of two blank lines along', () => {
    const text = `package main

func main() {
	a()

	b()

	c()
}
`;
    expect(without(text, ['b()', 'expression_statement'])).toBe(`package main

func main() {
	a()

	c()
}
`);
  });

  it('and leaves the blank line that still parts paragraphs', () => {
    const text = `package main

func main() {
	a()
	b()

	c()
	d()
}
`;
    expect(without(text, ['b()', 'expression_statement'], ['c()', 'expression_statement'])).toBe(`package main

func main() {
	a()

	d()
}
`);
  });

  it('and leaves no blank line behind an opening or before a closing bracket', () => {
    const text = `package main

func main() {
	a()

	b()

	c()
}
`;
    expect(without(text, ['a()', 'expression_statement'], ['c()', 'expression_statement'])).toBe(`package main

func main() {
	b()
}
`);
  });

  it('and leaves no blank line behind a case label', () => {
    const text = `package main

func main() {
	switch x {
	case 1:
		a()

		b()

	default:
		c()
	}
}
`;
    expect(without(text, ['a()', 'expression_statement'])).toContain('case 1:\n\t\tb()\n\n\tdefault:');
  });

  it('of several lines as a whole', () => {
    const text = `package main

func main() {
	a()
	if x {
		b()
	} else {
		c()
	}
	d()
}
`;
    expect(without(text, ['if x', 'if_statement'])).toBe(`package main

func main() {
	a()
	d()
}
`);
  });

  it('from a function on one line', () => {
    const text = 'package main\n\nfunc main() { a(); b(); c() }\n';
    expect(without(text, ['b()', 'expression_statement'])).toBe('package main\n\nfunc main() { a(); c() }\n');
    expect(without(text, ['c()', 'expression_statement'])).toBe('package main\n\nfunc main() { a(); b() }\n');
    expect(without(text, ['a()', 'expression_statement'])).toBe('package main\n\nfunc main() { b(); c() }\n');
  });

  it('from a file with CRLF line endings', () => {
    const file = 'package main\r\n\r\nfunc main() {\r\n\ta()\r\n\r\n\tb()\r\n}\r\n';
    const parsed = goFile(file);
    const [removal] = removeNodes(parsed, [nodeOf(parsed, 'a()', 'expression_statement')]);
    expect(file.slice(0, removal?.start) + file.slice(removal?.end)).toBe(
      'package main\r\n\r\nfunc main() {\r\n\tb()\r\n}\r\n',
    );
  });
});

describe('a name goes', () => {
  const text = `package main

var a, b, zone string

func main() {}
`;

  it('from the front, the middle and the end of a list', () => {
    expect(without(text, ['a,', 'identifier'])).toContain('var b, zone string\n');
    expect(without(text.replace('a, b', 'a, address'), ['address', 'identifier'])).toContain(
      'var a, zone string\n',
    );
    expect(without(text, ['zone', 'identifier'])).toContain('var a, b string\n');
  });

  it('only once when what holds it goes too', () => {
    expect(without(text, ['zone', 'var_spec'], ['zone', 'identifier'])).toBe(
      'package main\n\nfunc main() {}\n',
    );
  });

  it('with its value', () => {
    const valued = 'package main\n\nvar host, port = "x", 8080\n';
    expect(without(valued, ['port', 'identifier'])).toBe('package main\n\nvar host = "x"\n');
    expect(without(valued, ['host', 'identifier'])).toBe('package main\n\nvar port = 8080\n');
  });

  it('but not when one call gives all values', () => {
    const called = 'package main\n\nvar value, err = f()\n';
    expect(() => without(called, ['value', 'identifier'])).toThrow('values come from one call');
  });

  it('and takes the declaration along when it is the last', () => {
    expect(without('package main\n\nvar host string\n\nvar port int\n', ['host', 'identifier'])).toBe(
      'package main\n\nvar port int\n',
    );
  });

  it('of a struct field, the others staying', () => {
    const struct = 'package main\n\ntype T struct {\n\thost, port string\n\tverbose    bool\n}\n';
    expect(without(struct, ['port', 'field_identifier'])).toBe(
      'package main\n\ntype T struct {\n\thost    string\n\tverbose bool\n}\n',
    );
  });

  it('of a struct field, and the field with its last name', () => {
    const struct = 'package main\n\ntype T struct {\n\thost, port string\n\tverbose    bool\n}\n';
    expect(without(struct, ['host', 'field_identifier'], ['port', 'field_identifier'])).toBe(
      'package main\n\ntype T struct {\n\tverbose bool\n}\n',
    );
  });
});

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
