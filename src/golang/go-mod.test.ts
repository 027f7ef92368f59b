import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { ProblemError } from '../repository/problem.ts';
import { parseGoMod, surveyModules } from './go-mod.ts';

function parse(text: string, path = 'go.mod') {
  return parseGoMod({ path, text, mode: 0o644 });
}

function problem(text: string) {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ProblemError)
      return `${error.problem.code} ${error.problem.line}: ${error.problem.reason}`;
    throw error;
  }
  return 'none';
}

const full = `// A module.
module example.org/operator // import "example.org/operator"

go 1.24.0

toolchain go1.24.7

godebug default=go1.21

tool example.org/tools/gen

ignore ./node_modules

require (
	github.com/spf13/pflag v1.0.7
	// Pinned.
	sigs.k8s.io/cluster-api v1.11.1 // keep
	sigs.k8s.io/controller-runtime v0.21.0
)

require (
	example.org/a v0.1.0 // indirect
	example.org/b v0.0.0-20240102030405-0123456789ab // indirect; needed by a
)

require "example.org/quoted" \`v1.2.3\`

exclude example.org/a v0.2.0

retract (
	v0.3.0 // wrong
	[v0.4.0, v0.5.0]
)

retract v0.6.0

replace (
	example.org/a => ../a
	example.org/b v0.1.0 => example.org/fork v0.2.0
)

replace example.org/c => ./third_party/c // local
`;

describe('parseGoMod', () => {
  const module = parse(full);

  it('reads the module, its folder and Go version', () => {
    expect(module).toMatchObject({
      modulePath: 'example.org/operator',
      goVersion: '1.24.0',
      directory: '.',
      file: 'go.mod',
      vendored: false,
    });
    expect(parse('module x\n', 'hack/tools/go.mod')).toMatchObject({
      directory: 'hack/tools',
      goVersion: undefined,
    });
  });

  it('reads requirements in blocks and on lines of their own', () => {
    expect(
      module.requirements.map(({ path, version, indirect }) => `${path} ${version} ${indirect}`),
    ).toEqual([
      'github.com/spf13/pflag v1.0.7 false',
      'sigs.k8s.io/cluster-api v1.11.1 false',
      'sigs.k8s.io/controller-runtime v0.21.0 false',
      'example.org/a v0.1.0 true',
      'example.org/b v0.0.0-20240102030405-0123456789ab true',
      'example.org/quoted v1.2.3 false',
    ]);
  });

  it('says where each requirement stands', () => {
    const lines = module.requirements.map(({ start, end }) => full.slice(start, end));
    expect(lines[0]).toBe('\tgithub.com/spf13/pflag v1.0.7');
    expect(lines[3]).toBe('\texample.org/a v0.1.0 // indirect');
    expect(lines[5]).toBe('require "example.org/quoted" `v1.2.3`');
  });

  it('says it in a file with CRLF and a byte order mark too', () => {
    const text = `\uFEFF${full.replaceAll('\n', '\r\n')}`;
    const requirement = parse(text).requirements[1];
    expect(text.slice(requirement?.start, requirement?.end)).toBe(
      '\tsigs.k8s.io/cluster-api v1.11.1 // keep',
    );
  });

  it('reads every form of replace', () => {
    expect(module.replacements).toEqual([
      { path: 'example.org/a', target: '../a' },
      { path: 'example.org/b', version: 'v0.1.0', target: 'example.org/fork', targetVersion: 'v0.2.0' },
      { path: 'example.org/c', target: './third_party/c' },
    ]);
  });

  it('reads a module line in a block and an empty block', () => {
    expect(parse('module (\n\texample.org/x\n)\n\nrequire ()\n\nrequire (\n)\n')).toMatchObject({
      modulePath: 'example.org/x',
      requirements: [],
    });
  });

  it('does not take a comment with the word for the mark', () => {
    const text = 'module x\n\nrequire a v1.0.0 // indirectly needed\n\nrequire b v1.0.0 //indirect\n';
    expect(parse(text).requirements.map(({ indirect }) => indirect)).toEqual([false, true]);
  });
});

describe('parseGoMod refuses', () => {
  it.each([
    [
      'a block that stays open',
      'module x\n\nrequire (\n\ta v1.0.0\n',
      'go-mod-syntax 3: the block require ( is not closed',
    ],
    [
      'a requirement without version',
      'module x\nrequire a\n',
      'go-mod-syntax 2: a require line names a path and a version',
    ],
    [
      'a conflict marker',
      'module x\n<<<<<<< HEAD\n',
      'go-mod-syntax 2: "<<<<<<<" is no directive of a go.mod',
    ],
    [
      'a broken replace',
      'module x\nreplace a => \n',
      'go-mod-syntax 2: a replace line has the form path [version] => path [version]',
    ],
    [
      'a replace without arrow',
      'module x\nreplace a b\n',
      'go-mod-syntax 2: a replace line has the form path [version] => path [version]',
    ],
    ['no module line', 'go 1.21\n', 'go-mod-syntax 1: there is no module line'],
    ['two module paths', 'module x y\n', 'go-mod-syntax 1: a module line names one path'],
  ])('%s', (_, text, expected) => {
    expect(problem(text)).toBe(expected);
  });
});

describe('surveyModules', () => {
  it('finds every module of the repository, and which are vendored', () => {
    const repository = memoryRepository({
      'go.mod': 'module example.org/a\n',
      'vendor/modules.txt': '',
      'hack/tools/go.mod': 'module example.org/a/tools\n',
      'x.go.mod': 'broken',
    });
    expect(surveyModules(repository).map(({ file, vendored }) => `${file} ${vendored}`)).toEqual([
      'go.mod true',
      'hack/tools/go.mod false',
    ]);
  });

  it('passes over modules that Go and people do not count', () => {
    const repository = memoryRepository({
      'vendor/example.org/x/go.mod': 'broken',
      'pkg/testdata/go.mod': 'broken',
      '_examples/go.mod': 'broken',
      '.cache/go.mod': 'broken',
      'go.mod.tmpl': 'broken',
    });
    expect(surveyModules(repository)).toEqual([]);
  });

  it('refuses a broken module', () => {
    expect(() => surveyModules(memoryRepository({ 'sub/go.mod': 'broken' }))).toThrow('no directive');
  });
});
