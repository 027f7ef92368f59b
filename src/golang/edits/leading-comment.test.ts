import { describe, expect, it } from 'vitest';
import { goFile, nodeOf } from '../../../test/setup/go-files.ts';
import { leadingComments, ownComments } from './leading-comment.ts';
import { standsAlone } from './lines.ts';

function textsAbove(text: string, snippet: string, type: string): string[] {
  const file = goFile(text);
  return leadingComments(text, nodeOf(file, snippet, type)).map((comment) => comment.text);
}

function ownAbove(body: string, snippet: string, removed: readonly string[] = []): string[] {
  const text = `package main\n\nfunc main() {\n${body}}\n`;
  const file = goFile(text);
  const statement = (start: string) => nodeOf(file, start, 'expression_statement');
  const nodes = [snippet, ...removed].map(statement);
  return ownComments(text, statement(snippet), nodes).map((comment) => comment.text);
}

describe('leadingComments', () => {
  it('are those directly above, topmost first', () => {
    const text = 'package main\n\n// far\n\n// one\n// two\nfunc f() {}\n';
    expect(textsAbove(text, 'func f', 'function_declaration')).toEqual(['// one', '// two']);
  });

  it('may stand in a block', () => {
    const text = 'package main\n\n/* one\n   two */\nfunc f() {}\n';
    expect(textsAbove(text, 'func f', 'function_declaration')).toEqual(['/* one\n   two */']);
  });

  it('are not trailing comments of the line above', () => {
    const text = 'package main\n\nvar a = 1 // of a\nvar b = 2\n';
    expect(textsAbove(text, 'var b', 'var_declaration')).toEqual([]);
  });

  it('are found above the first of a list', () => {
    const text = 'package main\n\nvar (\n\t// of a\n\ta = 1\n)\n\nfunc f() {\n\t// of g\n\tg()\n}\n';
    expect(textsAbove(text, 'a = 1', 'var_spec')).toEqual(['// of a']);
    expect(textsAbove(text, 'g()', 'expression_statement')).toEqual(['// of g']);
  });

  it('do not belong to what stands deeper in', () => {
    const text = 'package main\n\n// of x\nvar x = T{A: 1}\n';
    expect(textsAbove(text, 'A: 1', 'keyed_element')).toEqual([]);
  });

  it.each(['// +kubebuilder:scaffold:x', '//+kubebuilder:rbac:x=y', '//go:build linux', '//go:generate x'])(
    'are none where a tool reads them: %s',
    (marker) => {
      expect(
        textsAbove(`package main\n\n// text\n${marker}\nfunc f() {}\n`, 'func f', 'function_declaration'),
      ).toEqual([]);
    },
  );
});

describe('ownComments', () => {
  it('are those above a statement that nothing follows directly', () => {
    expect(ownAbove('\t// about\n\ta()\n\n\tb()\n', 'a()')).toEqual(['// about']);
    expect(ownAbove('\t// about\n\ta()\n', 'a()')).toEqual(['// about']);
  });

  it('are those above a statement that a comment follows', () => {
    expect(ownAbove('\t// about\n\ta()\n\t// other\n\tb()\n', 'a()')).toEqual(['// about']);
  });

  it('are none where they could head what follows', () => {
    expect(ownAbove('\t// about\n\ta()\n\tb()\n', 'a()')).toEqual([]);
  });

  it('count where all they could head goes too', () => {
    expect(ownAbove('\t// about\n\ta()\n\tb()\n', 'a()', ['b()'])).toEqual(['// about']);
    expect(ownAbove('\t// about\n\ta()\n\tb()\n\tc()\n', 'a()', ['b()'])).toEqual([]);
  });

  it('count where they name the statement and not the next one', () => {
    expect(ownAbove('\t// Register metrics.\n\tregister(metrics)\n\tparse()\n', 'register(')).toHaveLength(1);
    expect(ownAbove('\t// Register and parse.\n\tregister(metrics)\n\tparse()\n', 'register(')).toEqual([]);
  });

  it('are not decided by short names', () => {
    expect(ownAbove('\t// If so\n\tso()\n\tparse()\n', 'so()')).toEqual([]);
  });
});

describe('standsAlone', () => {
  const file = goFile('package main\n\nvar x = f(\n\tone, // c\n\ttwo, three,\n\tfour, /* c */\n\tfive)\n');

  it.each([
    ['one', true],
    ['two', false],
    ['three', false],
    ['four', true],
    ['five', false],
  ])('%s: %s', (name, expected) => {
    expect(standsAlone(file.text, nodeOf(file, name, 'identifier'))).toBe(expected);
  });
});
