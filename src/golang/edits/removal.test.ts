import { describe, expect, it } from 'vitest';
import { goFile, nodeOf } from '../../../test/setup/go-files.ts';
import { without } from './removal.testing.ts';
import { removeNodes } from './removal.ts';

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
