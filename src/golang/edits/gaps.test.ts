import { describe, expect, it } from 'vitest';
import { expectFormatted, goFile } from '../../../test/setup/go-files.ts';
import { gapsOf, lineStarts, rowOf } from './gaps.ts';
import { applyTextEdits } from './text-edit.ts';

/** The file with every gap as wide as gofmt would print it. */
function aligned(text: string): string {
  const { root } = goFile(text);
  const gaps = gapsOf(text, root, { first: 0, last: root.endPosition.row });
  return applyTextEdits(
    text,
    gaps.map(({ start, end, width }) => ({ start, end, replacement: ' '.repeat(width) })),
  );
}

/** Squeezes all runs of blanks behind text to one. */
function squeezed(text: string): string {
  return text.replace(/(?<=\S) {2,}/g, ' ');
}

const shapes: Record<string, string> = {
  'a struct':
    'type T struct {\n\tName      string         `a:"b"` // c\n\tNamespace map[string]int `a:"b"`\n\tPort      int            // c\n\tEmbedded                 // c\n}\n',
  'a struct with one field': 'type T struct {\n\tName string `a:"b"` // c\n}\n',
  'nested structs':
    'type T struct {\n\tA     int\n\tInner struct {\n\t\tB    int\n\t\tLong string\n\t}\n\tC   int\n\tDoc string\n}\n',
  'fields of several names': 'type T struct {\n\ta, b, c int\n\td       string\n}\n',
  'variables with and without types':
    'var (\n\ta        = 1\n\tb    int = 2 // c\n\tlong     = 3\n\tc    int // c\n)\n',
  'variables without values': 'var (\n\ta    int    // one\n\tlong string // two\n)\n',
  'a single variable': 'var (\n\ta int = 1 // one\n)\n',
  'constants with iota': 'const (\n\tzero  = iota // 0\n\tone          // 1\n\tseven        // 2\n)\n',
  types: 'type (\n\tid      int\n\taddress = string // alias\n)\n',
  'a literal with comments': 'var x = T{\n\tA:    1,   // one\n\tLong: "x", // two\n\t// apart\n\tB: 2,\n}\n',
  'a literal with a long value':
    'var x = T{\n\tA: 1,\n\tB: []int{\n\t\t1,\n\t},\n\tLong: 2,\n\tC:    3,\n}\n',
  'a map with keys beyond the ratio':
    'var x = map[string]int{\n\t"a": 1,\n\t"b": 2,\n\t"a key that is much longer than forty characters": 3,\n\t"another key that is longer than forty chars":     4,\n}\n',
  'arguments with comments': 'var x = f(\n\ta,      // one\n\tlonger, // two\n)\n',
  'one-line functions': 'func a() int        { return 1 }\nfunc longer() error { return nil }\n',
  'a function of several lines below one on a line': 'func a() {} // one\nfunc longer() { // two\n}\n',
  statements: 'func f() {\n\ta()      // one\n\tlonger() // two\n\n\tb() // three\n}\n',
  'cases on several lines': 'func f() {\n\tswitch x {\n\tcase 1, // one\n\t\t222: // two\n\t\ta()\n\t}\n}\n',
  'raw strings': 'var (\n\ta = `x\n  y` // one\n\tbb  = 1 // two\n\tccc = 2 // three\n)\n',
  'comments of several lines': 'var (\n\ta = 1 /* one\n\ttwo */\n\tbb = 2\n)\n',
  'imports with comments': 'import (\n\tx "flag"  // one\n\t"os"      // two\n\t"strings" // three\n)\n',
  'interface methods': 'type I interface {\n\tA()      // one\n\tLonger() // two\n}\n',
  'declarations on consecutive lines': 'var a = 1    // one\nvar long = 2 // two\n',
  'wide characters': 'var (\n\tä     = 1 // one\n\tgröße = 2 // two\n)\n',
};

describe('gapsOf gives back what gofmt printed', () => {
  it.each(Object.entries(shapes))('%s', (_, shape) => {
    const text = `package main\n\n${shape}`;
    expectFormatted(text);
    expect(aligned(text)).toBe(text);
  });
});

describe('gapsOf finds the columns again that were squeezed', () => {
  const readable = Object.entries(shapes).filter(([name]) => !name.startsWith('raw'));
  it.each(readable)('%s', (_, shape) => {
    const text = `package main\n\n${shape}`;
    expect(aligned(squeezed(text))).toBe(text);
  });
});

describe('gapsOf', () => {
  it('looks at the given lines only', () => {
    const text = 'package main\n\nvar (\n\ta = 1 // x\n\n\tb = 2 // y\n)\n';
    const { root } = goFile(text);
    const rows = gapsOf(text, root, { first: 5, last: 5 }).map((gap) => text.slice(gap.end, gap.end + 4));
    expect(rows).toEqual(['= 2 ', '// y']);
  });

  it('tells which lines decide a width', () => {
    const text = 'package main\n\nvar (\n\ta = 1\n\tb = 2\n\n\tc = 3\n)\n';
    const { root } = goFile(text);
    const rows = gapsOf(text, root, { first: 0, last: 7 }).map((gap) => gap.rows);
    expect(rows).toEqual([
      { first: 3, last: 4 },
      { first: 3, last: 4 },
      { first: 6, last: 6 },
    ]);
  });
});

describe('rows', () => {
  it('are found from offsets', () => {
    const starts = lineStarts('ab\n\ncd\n');
    expect(starts).toEqual([0, 3, 4, 7]);
    expect([0, 2, 3, 4, 6, 7, 99].map((offset) => rowOf(starts, offset))).toEqual([0, 0, 1, 2, 2, 3, 3]);
  });
});
