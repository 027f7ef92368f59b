import { describe, expect, it } from 'vitest';
import { outline } from './marker-scan.ts';

function declarationsOf(text: string): string[] {
  return outline(text).declarations.map((it) => text.slice(it.start, it.end));
}

function commentsOf(text: string): string[] {
  return outline(text).comments.map((it) => text.slice(it.start, it.end));
}

describe('outline', () => {
  it('finds declarations as they are written', () => {
    const parts = [
      'package p',
      'import (\n\t"fmt"\n\tx "y"\n)',
      'const a, b = 1, `x\ny`',
      "var r = '\\''",
      'var f = func() int {\n\treturn 1\n}()',
      'type T struct {\n\tA int\n}',
      'func (t T) m(a int,\n\tb int) (c int) {\n\tfor {\n\t}\n\treturn a +\n\t\tb\n}',
      'var sum = 1 +\n\t2',
      'func g[K comparable](m map[K]int) {}',
    ];
    expect(declarationsOf(`${parts.join('\n\n')}\n`)).toEqual(parts);
  });

  it('ends a declaration at a semicolon', () => {
    expect(declarationsOf('package p; var a = 1; var b = 2\n')).toEqual([
      'package p',
      'var a = 1',
      'var b = 2',
    ]);
  });

  it('reads comments between declarations only', () => {
    const text =
      '// a\npackage p // b\n\n/* c */\nvar (\n\t// in\n\tx = 1\n) // d\n\nfunc f() {\n\t// in\n}\n\n// e\n';
    expect(commentsOf(text)).toEqual(['// a', '// b', '/* c */', '// d', '// e']);
  });

  it('does not take strings for comments, or comments for strings', () => {
    const text =
      'package p\n\nvar a = "// no"\nvar b = `\n// no\n`\nvar c = \'"\' // yes "\n\n// "also\nvar d = 1\n';
    expect(commentsOf(text)).toEqual(['// yes "', '// "also']);
    expect(declarationsOf(text)).toHaveLength(5);
  });

  it('reads newer Go than a grammar knows, with braces in strings', () => {
    const text = 'package p\n\nfunc f() {\n\tx := new(g("}"))\n\t_ = x\n}\n\n// after\n';
    expect(commentsOf(text)).toEqual(['// after']);
  });

  it('counts lines, also those inside comments and strings', () => {
    const text = 'package p\n\n/* a\nb */\n\nvar x = `\n\n`\n// c\n';
    const found = outline(text);
    expect(found.comments.map((it) => [it.firstLine, it.lastLine])).toEqual([
      [2, 3],
      [8, 8],
    ]);
    expect(found.declarations.map((it) => [it.firstLine, it.lastLine])).toEqual([
      [0, 0],
      [5, 7],
    ]);
  });

  it('reads CRLF and a byte order mark', () => {
    const text = '\ufeff// a\r\npackage p\r\n\r\n// b\r\n\r\nvar x = 1\r\n';
    expect(declarationsOf(text)).toEqual(['package p', 'var x = 1']);
    expect(commentsOf(text).map((it) => it.trim())).toEqual(['// a', '// b']);
  });

  it('ends with the text, however broken', () => {
    for (const text of [
      'package p\n\nfunc f() {',
      '/* open',
      'var x = "open',
      'var x = `open',
      '// last',
      '',
      '}}}',
    ]) {
      const found = outline(text);
      for (const span of [...found.comments, ...found.declarations])
        expect(span.end).toBeLessThanOrEqual(text.length);
    }
  });
});
