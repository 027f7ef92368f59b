import { describe, expect, it } from 'vitest';
import { edited, goFile, nodeOf } from '../../../test/setup/go-files.ts';
import type { GoFile } from '../syntax.ts';
import {
  insertArgument,
  insertDeclaration,
  insertElement,
  insertField,
  insertSpec,
  insertStatement,
} from './insertion.ts';
import { applyTextEdits } from './text-edit.ts';

const main = `package main

func main() {
	flag.Parse()

	// The manager.
	mgr, err := ctrl.NewManager(config, options) // made
	if err != nil {
		os.Exit(1)
	}
}
`;

const parse = (file: GoFile) => nodeOf(file, 'flag.Parse()', 'expression_statement');
const made = (file: GoFile) => nodeOf(file, 'mgr, err', 'short_var_declaration');

describe('insertStatement', () => {
  it('puts a statement above another', () => {
    expect(edited(main, (file) => insertStatement(file, { before: parse(file) }, 'a()'))).toContain(
      'func main() {\n\ta()\n\tflag.Parse()\n\n',
    );
  });

  it('puts a statement above the comment of another', () => {
    expect(edited(main, (file) => insertStatement(file, { before: made(file) }, 'a()'))).toContain(
      '\n\n\ta()\n\t// The manager.\n\tmgr, err :=',
    );
  });

  it('puts a statement below another and its trailing comment', () => {
    expect(edited(main, (file) => insertStatement(file, { after: made(file) }, 'a()'))).toContain(
      '// made\n\ta()\n\tif err',
    );
  });

  it('parts them with a blank line when asked', () => {
    const above = edited(main, (file) =>
      insertStatement(file, { before: parse(file) }, 'a()', { blankLine: true }),
    );
    expect(above).toContain('{\n\ta()\n\n\tflag.Parse()');
    const below = edited(main, (file) =>
      insertStatement(file, { after: made(file) }, 'a()', { blankLine: true }),
    );
    expect(below).toContain('// made\n\n\ta()\n\tif err');
  });

  it('indents every line of a statement, and no empty one', () => {
    const text = 'x, err := f()\nif err != nil {\n\tos.Exit(1)\n}\n\ng()';
    expect(edited(main, (file) => insertStatement(file, { after: parse(file) }, text))).toContain(
      '\tflag.Parse()\n\tx, err := f()\n\tif err != nil {\n\t\tos.Exit(1)\n\t}\n\n\tg()\n\n\t// The manager.',
    );
  });

  it('takes the indentation of a deeper block', () => {
    expect(
      edited(main, (file) =>
        insertStatement(file, { before: nodeOf(file, 'os.Exit', 'expression_statement') }, 'a()'),
      ),
    ).toContain('\t\ta()\n\t\tos.Exit(1)');
  });

  it('joins a function on one line', () => {
    const line = 'package main\n\nfunc main() { a() }\n';
    const at = (file: GoFile) => nodeOf(file, 'a()', 'expression_statement');
    expect(edited(line, (file) => insertStatement(file, { after: at(file) }, 'b()'))).toContain(
      '{ a(); b() }',
    );
    expect(edited(line, (file) => insertStatement(file, { before: at(file) }, 'b()'))).toContain(
      '{ b(); a() }',
    );
  });

  it('keeps CRLF', () => {
    const file = goFile('package main\r\n\r\nfunc main() {\r\n\ta()\r\n}\r\n');
    const edits = insertStatement(file, { after: nodeOf(file, 'a()', 'expression_statement') }, 'b()\nc()');
    expect(applyTextEdits(file.text, edits)).toBe(
      'package main\r\n\r\nfunc main() {\r\n\ta()\r\n\tb()\r\n\tc()\r\n}\r\n',
    );
  });

  it('needs a sibling', () => {
    expect(() => insertStatement(goFile(main), {}, 'a()')).toThrow('a place names a sibling');
  });

  it('aligns its trailing comment with those beside it', () => {
    const text = 'package main\n\nfunc main() {\n\ta() // one\n}\n';
    const at = (file: GoFile) => nodeOf(file, 'a()', 'expression_statement');
    expect(edited(text, (file) => insertStatement(file, { after: at(file) }, 'longer() // two'))).toContain(
      '\ta()      // one\n\tlonger() // two\n',
    );
  });
});

describe('insertDeclaration', () => {
  const text = 'package main\n\n// f is documented.\nfunc f() {}\n';
  const f = (file: GoFile) => nodeOf(file, 'func f()', 'function_declaration');

  it('puts a declaration above another and its documentation', () => {
    expect(edited(text, (file) => insertDeclaration(file, { before: f(file) }, 'var x int'))).toBe(
      'package main\n\nvar x int\n\n// f is documented.\nfunc f() {}\n',
    );
  });

  it('puts a declaration below another', () => {
    expect(edited(text, (file) => insertDeclaration(file, { after: f(file) }, 'func g() {\n\tf()\n}'))).toBe(
      'package main\n\n// f is documented.\nfunc f() {}\n\nfunc g() {\n\tf()\n}\n',
    );
  });

  it('puts a declaration at the end of a file without a final newline', () => {
    const file = goFile(text.trimEnd());
    const result = applyTextEdits(file.text, insertDeclaration(file, { after: f(file) }, 'var x int'));
    expect(result).toBe(`${text.trimEnd()}\n\nvar x int`);
  });
});

describe('insertSpec', () => {
  const group =
    'package main\n\nvar (\n\tscheme = newScheme()\n\t// log of main.\n\tsetupLog = newLog()\n)\n';
  const declaration = (file: GoFile) => nodeOf(file, 'scheme', 'var_declaration');

  it('adds at the end of a group', () => {
    expect(
      edited(group, (file) => insertSpec(file, declaration(file), 'managerOptions = flags.ManagerOptions{}')),
    ).toBe(
      'package main\n\nvar (\n\tscheme = newScheme()\n\t// log of main.\n\tsetupLog       = newLog()\n\tmanagerOptions = flags.ManagerOptions{}\n)\n',
    );
  });

  it('adds above a spec and its comment', () => {
    const result = edited(group, (file) =>
      insertSpec(file, declaration(file), 'x = 1', { before: nodeOf(file, 'setupLog', 'var_spec') }),
    );
    expect(result).toContain('\tscheme = newScheme()\n\tx      = 1\n\t// log of main.\n');
  });

  it('adds below a spec', () => {
    const result = edited(group, (file) =>
      insertSpec(file, declaration(file), 'x int', { after: nodeOf(file, 'scheme', 'var_spec') }),
    );
    expect(result).toContain('\tscheme = newScheme()\n\tx      int\n\t// log of main.\n');
  });

  it('keeps the empty type column that gofmt keeps', () => {
    const typed = 'package main\n\nvar (\n\ta     = 1\n\tb int = 2\n)\n';
    expect(
      edited(typed, (file) => insertSpec(file, nodeOf(file, 'a  ', 'var_declaration'), 'longer = 3')),
    ).toBe('package main\n\nvar (\n\ta          = 1\n\tb      int = 2\n\tlonger     = 3\n)\n');
  });

  it('adds a declaration beside one without brackets', () => {
    const single = 'package main\n\nvar scheme = newScheme()\n';
    expect(edited(single, (file) => insertSpec(file, declaration(file), 'x int'))).toBe(
      'package main\n\nvar scheme = newScheme()\nvar x int\n',
    );
  });

  it('adds constants', () => {
    const constants = 'package main\n\nconst (\n\ta = 1\n)\n';
    expect(
      edited(constants, (file) => insertSpec(file, nodeOf(file, 'a = 1', 'const_declaration'), 'port = 2')),
    ).toBe('package main\n\nconst (\n\ta    = 1\n\tport = 2\n)\n');
  });

  it('is not misled by brackets in the value', () => {
    const single = 'package main\n\nvar scheme = newScheme(1)\n';
    expect(edited(single, (file) => insertSpec(file, declaration(file), 'x int'))).toContain(
      '(1)\nvar x int\n',
    );
  });
});

describe('insertElement', () => {
  const lines = 'package main\n\nvar o = T{\n\tScheme: s, // it\n\t// The port.\n\tPort: p,\n}\n';
  const literal = (file: GoFile) => nodeOf(file, 'T{', 'composite_literal');

  it('adds a line at the end', () => {
    expect(edited(lines, (file) => insertElement(file, literal(file), 'Metrics: m'))).toBe(
      'package main\n\nvar o = T{\n\tScheme: s, // it\n\t// The port.\n\tPort:    p,\n\tMetrics: m,\n}\n',
    );
  });

  it('adds a line below an element and its comment', () => {
    const result = edited(lines, (file) =>
      insertElement(file, literal(file), 'Metrics: m', { after: nodeOf(file, 'Scheme', 'keyed_element') }),
    );
    expect(result).toContain('\tScheme:  s, // it\n\tMetrics: m,\n\t// The port.\n');
  });

  it('adds a line above an element and its comment', () => {
    const result = edited(lines, (file) =>
      insertElement(file, literal(file), 'Metrics: m', { before: nodeOf(file, 'Port', 'keyed_element') }),
    );
    expect(result).toContain('\tScheme:  s, // it\n\tMetrics: m,\n\t// The port.\n\tPort: p,');
  });

  it('adds an element of several lines, which parts the columns', () => {
    const result = edited(lines.replace('\t// The port.\n', ''), (file) =>
      insertElement(file, literal(file), 'Metrics: server.Options{\n\tBindAddress: a,\n}', {
        after: nodeOf(file, 'Scheme', 'keyed_element'),
      }),
    );
    expect(result).toContain(
      '\tScheme: s, // it\n\tMetrics: server.Options{\n\t\tBindAddress: a,\n\t},\n\tPort: p,\n',
    );
  });

  it('joins a literal on one line', () => {
    const line = 'package main\n\nvar o = T{A: 1, B: 2}\n';
    expect(edited(line, (file) => insertElement(file, literal(file), 'C: 3'))).toContain(
      'T{A: 1, B: 2, C: 3}',
    );
    expect(
      edited(line, (file) =>
        insertElement(file, literal(file), 'C: 3', { before: nodeOf(file, 'A:', 'keyed_element') }),
      ),
    ).toContain('T{C: 3, A: 1, B: 2}');
  });

  it('fills an empty literal', () => {
    expect(
      edited('package main\n\nvar o = T{}\n', (file) => insertElement(file, literal(file), 'A: 1')),
    ).toContain('T{A: 1}\n');
  });

  it('indents an element of several lines beside others', () => {
    const nested = 'package main\n\nfunc main() {\n\tf(T{A: 1})\n}\n';
    expect(edited(nested, (file) => insertElement(file, literal(file), 'B: []int{\n\t1,\n}'))).toContain(
      '\tf(T{A: 1, B: []int{\n\t\t1,\n\t}})\n',
    );
  });

  it('refuses what is no literal', () => {
    expect(() => edited(lines, (file) => insertElement(file, file.root, 'A: 1'))).toThrow(
      'has no literal_value',
    );
  });
});

describe('insertArgument', () => {
  it('adds arguments in the shape of the call', () => {
    const call = (file: GoFile) => nodeOf(file, 'f(', 'call_expression');
    expect(
      edited('package main\n\nvar x = f()\n', (file) => insertArgument(file, call(file), 'a')),
    ).toContain('f(a)');
    expect(
      edited('package main\n\nvar x = f(a)\n', (file) => insertArgument(file, call(file), 'b')),
    ).toContain('f(a, b)');
    expect(
      edited('package main\n\nvar x = f(\n\ta,\n)\n', (file) => insertArgument(file, call(file), 'b')),
    ).toContain('f(\n\ta,\n\tb,\n)');
    expect(
      edited('package main\n\nvar x = f(\n\ta)\n', (file) => insertArgument(file, call(file), 'b')),
    ).toContain('f(\n\ta, b)');
  });
});

describe('insertField', () => {
  const struct = (file: GoFile) => nodeOf(file, 'struct', 'struct_type');

  it('adds a field and realigns', () => {
    const text = 'package main\n\ntype T struct {\n\tid int // the id\n}\n';
    expect(edited(text, (file) => insertField(file, struct(file), 'Address string'))).toBe(
      'package main\n\ntype T struct {\n\tid      int // the id\n\tAddress string\n}\n',
    );
  });

  it('adds a field above another', () => {
    const text = 'package main\n\ntype T struct {\n\t// the id\n\tid int\n}\n';
    const result = edited(text, (file) =>
      insertField(file, struct(file), 'Address string', {
        before: nodeOf(file, 'id int', 'field_declaration'),
      }),
    );
    expect(result).toContain('{\n\tAddress string\n\t// the id\n\tid int\n}');
  });

  it('opens an empty struct and one on a line', () => {
    expect(
      edited('package main\n\ntype T struct{}\n', (file) => insertField(file, struct(file), 'a int')),
    ).toBe('package main\n\ntype T struct {\n\ta int\n}\n');
    const line = 'package main\n\nvar x struct{ id int }\n';
    expect(edited(line, (file) => insertField(file, struct(file), 'longer int'))).toBe(
      'package main\n\nvar x struct {\n\tid     int\n\tlonger int\n}\n',
    );
    const before = edited(line, (file) =>
      insertField(file, struct(file), 'longer int', { before: nodeOf(file, 'id', 'field_declaration') }),
    );
    expect(before).toContain('{\n\tlonger int\n\tid     int\n}');
  });
});
