import { beforeAll, describe, expect, it } from 'vitest';
import { declaredNames } from './declared-names.ts';
import { importedNames, importPathsOf, nameOfImport } from './imported-names.ts';
import { loadGoGrammar, parseGo } from './syntax.ts';

beforeAll(loadGoGrammar);

describe('declaredNames', () => {
  it('reads functions, methods, types, variables and constants, in groups and lists', () => {
    const text = `package a

func One() {}

func (t *T[K]) Two(x int) {}

type Three struct {
	field int
}

var four, five = 1, 2

const (
	six   = 6
	seven, eight int = 7, 8
)

type (
	nine = int
)

func body() {
	local := 1
	_ = local
}
`;
    expect([...declaredNames(text)].sort()).toEqual(
      ['One', 'Three', 'Two', 'body', 'eight', 'five', 'four', 'nine', 'seven', 'six'].sort(),
    );
  });
});

describe('imports', () => {
  const text = `package a

import "os"
import alias "example.org/one"

import (
	"gopkg.in/yaml.v3"
	"example.org/two/v2" // comment
	_ "example.org/three"
	. "example.org/four"
)

var x = "example.org/no"
`;

  it.each(['type', 'func', 'var', 'const'])('importPathsOf goes past a comment with a line of %s', (word) => {
    const comment = `/*\n${word} of license: free\n"not/imported"\n*/\n`;
    const code = `${word} x int\n\nvar y = []string{\n"no/path"}\n`;
    expect(importPathsOf(`${comment}package a\n\nimport "b/c"\n\n${code}`)).toEqual(['b/c']);
    expect(importPathsOf(`package a\n\n${comment}import (\n	"b/c"\n)\n\n${code}`)).toEqual(['b/c']);
    expect(importPathsOf(`package a\n\nimport "b/c"\n\n//go:embed pages/*\n${code}`)).toEqual(['b/c']);
    expect(importPathsOf(`package a\n/* ${word} never ends\n${code}`)).toEqual([]);
  });

  it('importPathsOf reads them without parsing', () => {
    expect(importPathsOf(text)).toEqual([
      'os',
      'example.org/one',
      'gopkg.in/yaml.v3',
      'example.org/two/v2',
      'example.org/three',
      'example.org/four',
    ]);
  });

  it('importedNames knows what the file calls them', () => {
    const file = parseGo({ path: 'a.go', text, mode: 0o644 });
    expect([...importedNames(file).keys()]).toEqual(['os', 'alias', 'yaml', 'two', '_', '.']);
    expect(nameOfImport(file, 'example.org/two/v2')).toBe('two');
    expect(nameOfImport(file, 'example.org/five')).toBeUndefined();
  });
});
