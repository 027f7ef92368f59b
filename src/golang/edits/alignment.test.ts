import { describe, expect, it } from 'vitest';
import { edited, expectFormatted, goFile, nodeOf } from '../../../test/setup/go-files.ts';
import { finishEdits } from './alignment.ts';
import { insertElement, insertField, insertSpec, insertStatement } from './insertion.ts';
import { removeNodes } from './removal.ts';
import { applyTextEdits, type TextEdit } from './text-edit.ts';

/** Replaces one piece of text, as a step would. */
function replaced(text: string, from: string, to: string): string {
  return edited(text, () => [replacement(text, from, to)]);
}

function replacement(text: string, from: string, to: string): TextEdit {
  const start = text.indexOf(from);
  return { start, end: start + from.length, replacement: to };
}

describe('finishEdits', () => {
  it('gives nothing for nothing', () => {
    expect(finishEdits(goFile('package main\n'), [])).toEqual([]);
  });

  it('leaves out an edit that changes nothing', () => {
    const text = 'package main\n\nvar x = 1\n';
    expect(finishEdits(goFile(text), [replacement(text, 'x', 'x')])).toEqual([]);
  });

  it('gives edits of the text that was read, none of them overlapping', () => {
    const text = 'package main\n\nvar (\n\ta = 1 // one\n\tb = 2 // two\n)\n';
    const edits = finishEdits(goFile(text), [replacement(text, 'b', 'longer')]);
    expect(edits).toEqual([
      { start: 23, end: 23, replacement: '     ' },
      { start: 35, end: 36, replacement: 'longer' },
    ]);
    expectFormatted(applyTextEdits(text, edits));
  });

  it('merges what it realigns into the edit beside it', () => {
    const text = 'package main\n\nvar (\n\ta      = 1\n\tlonger = 2\n)\n';
    const edits = finishEdits(goFile(text), [replacement(text, 'longer', 'b')]);
    expect(edits).toEqual([
      { start: 23, end: 28, replacement: '' },
      { start: 33, end: 39, replacement: 'b' },
    ]);
  });

  it('throws when the edits leave no Go', () => {
    const text = 'package main\n\nfunc main() {}\n';
    expect(() => finishEdits(goFile(text), [replacement(text, '{}', '{')])).toThrow('not valid Go');
  });
});

describe('finishEdits leaves alone', () => {
  const untidy = `package main

var (
	a   =   1
	b = 2

	c = 3
	d = 4
)
`;

  it('what was not aligned before and does not touch the edit', () => {
    const file = goFile(untidy);
    const result = applyTextEdits(untidy, finishEdits(file, [replacement(untidy, 'd', 'longer')]));
    expect(result).toBe(untidy.replace('\tc = 3', '\tc      = 3').replace('\td = 4', '\tlonger = 4'));
  });

  it('columns of another function', () => {
    const text = `package main

func a() {
	x := 1   // not aligned
	y := 2 // at all
}

func b() {
	z := 1 // one
}
`;
    const file = goFile(text);
    const at = nodeOf(file, 'z := 1', 'short_var_declaration');
    const edits = finishEdits(file, insertStatement(file, { after: at }, 'longer := 2 // two'));
    expect(applyTextEdits(text, edits)).toContain('\tx := 1   // not aligned\n\ty := 2 // at all\n');
    expect(applyTextEdits(text, edits)).toContain('\tz := 1      // one\n\tlonger := 2 // two\n');
  });

  it('comments and strings that look like columns', () => {
    const text = 'package main\n\nvar (\n\ta = "x   // y" // one   two\n\tb = `z   w`\n)\n';
    const file = goFile(text);
    const edits = finishEdits(file, [replacement(text, 'b', 'longer')]);
    const expected = 'package main\n\nvar (\n\ta      = "x   // y" // one   two\n\tlonger = `z   w`\n)\n';
    expect(applyTextEdits(text, edits)).toBe(expected);
    expectFormatted(expected);
  });
});

describe('struct fields', () => {
  const text = `package main

type T struct {
	A    int    \`json:"a"\` // first
	Long string \`json:"l"\`

	// documented
	B        bool
	Embedded // in it
	*Other   // too
}
`;

  it('realign name, type, tag and comment', () => {
    expect(replaced(text, 'Long string', 'MuchLonger map[string]string')).toContain(
      '\tA          int               `json:"a"` // first\n\tMuchLonger map[string]string `json:"l"`\n',
    );
  });

  it('of other paragraphs stay', () => {
    expect(replaced(text, '\tB        bool', '\tBigger   bool')).toContain(
      '\tA    int    `json:"a"` // first\n',
    );
  });

  it('without names take part with their comments', () => {
    expect(replaced(text, 'Embedded //', 'EmbeddedThing //')).toContain(
      '\tEmbeddedThing // in it\n\t*Other        // too\n',
    );
  });

  it('that span lines part the columns', () => {
    const nested =
      'package main\n\ntype T struct {\n\ta int\n\tinner struct {\n\t\tx int\n\t}\n\tlonger int\n}\n';
    const file = goFile(nested);
    const edits = finishEdits(file, removeNodes(file, [nodeOf(file, 'inner', 'field_declaration')]));
    expect(applyTextEdits(nested, edits)).toBe(
      'package main\n\ntype T struct {\n\ta      int\n\tlonger int\n}\n',
    );
  });

  it('lose their columns when one is left', () => {
    const two = 'package main\n\ntype T struct {\n\ta      int `x:"y"` // c\n\tlonger int\n}\n';
    expect(edited(two, (file) => removeNodes(file, [nodeOf(file, 'longer', 'field_declaration')]))).toContain(
      '\ta int `x:"y"` // c\n',
    );
  });

  it('get columns when a second one comes', () => {
    const one = 'package main\n\ntype T struct {\n\ta int `x:"y"` // c\n}\n';
    expect(
      edited(one, (file) => insertField(file, nodeOf(file, 'struct', 'struct_type'), 'longer string')),
    ).toContain('\ta      int `x:"y"` // c\n\tlonger string\n');
  });
});

describe('groups of variables and constants', () => {
  it('keep a type column while a run of values has a type', () => {
    const text = 'package main\n\nvar (\n\ta int = 1\n\tb     = 2\n)\n';
    expect(replaced(text, 'a int = 1', 'a = 1')).toBe('package main\n\nvar (\n\ta = 1\n\tb = 2\n)\n');
  });

  it('give up the type column in other paragraphs too', () => {
    const text = 'package main\n\nvar (\n\ta int = 1\n\n\tb     = 2 // c\n\tc     = 3\n)\n';
    const result = edited(text.replaceAll('     = ', ' = '), (file) => [
      replacement(file.text, 'a int', 'a'),
    ]);
    expect(result).toBe('package main\n\nvar (\n\ta = 1\n\n\tb = 2 // c\n\tc = 3\n)\n');
  });

  it('align comments of specs with and without values', () => {
    const text = 'package main\n\nvar (\n\ta int = 1 // one\n\tb int     // two\n)\n';
    expect(replaced(text, '= 1', '= 1000')).toContain('\ta int = 1000 // one\n\tb int        // two\n');
  });

  it('end a section behind a value of several lines', () => {
    const text = 'package main\n\nvar (\n\ta = T{\n\t\tx: 1,\n\t}\n\tb = 2\n)\n';
    expect(
      edited(text, (file) => insertSpec(file, nodeOf(file, 'a = T', 'var_declaration'), 'longer = 3')),
    ).toBe('package main\n\nvar (\n\ta = T{\n\t\tx: 1,\n\t}\n\tb      = 2\n\tlonger = 3\n)\n');
  });

  it('have single blanks when one spec is left', () => {
    const text = 'package main\n\nvar (\n\ta      int = 1\n\tlonger int = 2\n)\n';
    expect(edited(text, (file) => removeNodes(file, [nodeOf(file, 'longer', 'var_spec')]))).toBe(
      'package main\n\nvar (\n\ta int = 1\n)\n',
    );
  });

  it('align runes, not bytes', () => {
    const text = 'package main\n\nvar (\n\tzürich = 1\n\tb      = 2\n)\n';
    expect(replaced(text, 'b ', 'bern ').replaceAll('bern      ', 'bern   ')).toContain(
      '\tzürich = 1\n\tbern   = 2\n',
    );
  });
});

describe('keys of composite literals', () => {
  it('align with short keys, whatever their ratio', () => {
    const text = 'package main\n\nvar o = T{\n\tA: 1,\n\tB: 2,\n}\n';
    expect(replaced(text, 'B: 2', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ: 2')).toContain(
      '\tA:                          1,\n',
    );
  });

  it('do not align with a key beyond the ratio', () => {
    const long = '"a key of more than forty characters, really"';
    const text = 'package main\n\nvar o = T{\n\t"a": 1,\n\t"b": 2,\n}\n';
    expect(replaced(text, '"b": 2', `${long}: 2`)).toContain(`\t"a": 1,\n\t${long}: 2,\n`);
  });

  it('do not align with a value of several lines', () => {
    const text = 'package main\n\nvar o = T{\n\tA: 1,\n\tLonger: []int{\n\t\t1,\n\t},\n\tB: 2,\n}\n';
    expect(replaced(text, '[]int{\n\t\t1,\n\t}', '3')).toBe(
      'package main\n\nvar o = T{\n\tA:      1,\n\tLonger: 3,\n\tB:      2,\n}\n',
    );
  });

  it('part where a comment stands on a line of its own', () => {
    const text = 'package main\n\nvar o = T{\n\tA: 1,\n\t// b\n\tLonger: 2,\n}\n';
    expect(replaced(text, '\t// b\n', '')).toContain('\tA:      1,\n\tLonger: 2,\n');
    expect(replaced(text, 'A: 1', 'Medium: 1')).toContain('\tMedium: 1,\n\t// b\n\tLonger: 2,\n');
  });

  it('part where several stand on one line', () => {
    const text = 'package main\n\nvar o = T{\n\tA: 1, B: 2,\n\tLonger: 3,\n}\n';
    expect(replaced(text, 'Longer', 'MuchLonger')).toContain('\tA: 1, B: 2,\n\tMuchLonger: 3,\n');
  });

  it('have a single blank when the literal has one element', () => {
    const text = 'package main\n\nvar o = T{\n\tA:      1,\n\tLonger: 2,\n}\n';
    expect(edited(text, (file) => removeNodes(file, [nodeOf(file, 'Longer', 'keyed_element')]))).toContain(
      '\tA: 1,\n}',
    );
  });

  it('align their trailing comments', () => {
    const text = 'package main\n\nvar o = T{\n\tA: 1, // one\n\tB: 2, // two\n}\n';
    const literal = (file: ReturnType<typeof goFile>) => nodeOf(file, 'T{', 'composite_literal');
    expect(edited(text, (file) => insertElement(file, literal(file), 'Longer: "a value"'))).toContain(
      '\tA:      1, // one\n\tB:      2, // two\n\tLonger: "a value",\n',
    );
  });
});

describe('trailing comments', () => {
  it('of statements align on consecutive lines only', () => {
    const text = 'package main\n\nfunc f() {\n\ta() // one\n\tb() // two\n\n\tc() // three\n}\n';
    expect(replaced(text, 'b()', 'longer()')).toContain(
      '\ta()      // one\n\tlonger() // two\n\n\tc() // three\n',
    );
  });

  it('part behind a statement of several lines', () => {
    const text =
      'package main\n\nfunc f() {\n\ta() // one\n\tif x { // two\n\t\tb() // three\n\t}\n\tc() // four\n}\n';
    expect(replaced(text, 'b()', 'longer()')).toContain(
      '\tif x { // two\n\t\tlonger() // three\n\t}\n\tc() // four\n',
    );
  });

  it('of arguments on their lines align', () => {
    const text = 'package main\n\nvar x = f(\n\ta, // one\n\tb, // two\n)\n';
    expect(replaced(text, 'b,', 'longer,')).toContain('\ta,      // one\n\tlonger, // two\n');
  });

  it('of imports align', () => {
    const text = 'package main\n\nimport (\n\t"a" // one\n\t"b" // two\n)\n';
    expect(replaced(text, '"b"', '"longer"')).toContain('\t"a"      // one\n\t"longer" // two\n');
  });

  it('of interface methods align', () => {
    const text = 'package main\n\ntype I interface {\n\tA() // one\n\tB() // two\n}\n';
    expect(replaced(text, 'B()', 'Longer()')).toContain('\tA()      // one\n\tLonger() // two\n');
  });

  it('of cases stay beside their labels', () => {
    const text =
      'package main\n\nfunc f() {\n\tswitch x {\n\tcase 1: // one\n\t\ta() // two\n\tcase 22: // three\n\t}\n}\n';
    expect(replaced(text, 'case 1:', 'case 1, 2:')).toContain(
      '\tcase 1, 2: // one\n\t\ta() // two\n\tcase 22: // three\n',
    );
  });

  it('behind a raw string of several lines stay one blank away', () => {
    const text = 'package main\n\nvar (\n\ta = `x\ny` // one\n\tb = 2 // two\n)\n';
    expect(replaced(text, 'b = 2', 'longer = 2')).toBe(
      'package main\n\nvar (\n\ta = `x\ny` // one\n\tlonger = 2 // two\n)\n',
    );
  });

  it('of block form align like others at the end of a line', () => {
    const text = 'package main\n\nfunc f() {\n\ta() /* one */\n\tb() // two\n}\n';
    expect(replaced(text, 'b()', 'longer()')).toContain('\ta()      /* one */\n\tlonger() // two\n');
  });
});

describe('a label, a chain and a select', () => {
  it('keep their sections', () => {
    const text = `package main

func f() {
	a() // one
again:
	b() // two
	for {
		select {
		case <-x: // three
			break again
		}
	}
	builder.
		With(a). // four
		Complete(b) // five
}
`;
    expect(replaced(text.replace('Complete(b) // five', 'Complete(b)'), 'b() //', 'longer() //')).toContain(
      '\ta() // one\nagain:\n\tlonger() // two\n',
    );
  });
});
