import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../../repository/memory-repository.ts';
import { preferredAlias } from './preferred-alias.ts';

const FLAGS = 'sigs.k8s.io/cluster-api/util/flags';

function aliasWith(files: Record<string, string>, path = FLAGS): string | undefined {
  return preferredAlias(memoryRepository(files), path);
}

describe('importas rules', () => {
  it('of golangci-lint 1', () => {
    const config = `linters-settings:\n  importas:\n    alias:\n      - pkg: ${FLAGS}\n        alias: capiflags\n`;
    expect(aliasWith({ '.golangci.yml': config })).toBe('capiflags');
  });

  it('of golangci-lint 2', () => {
    const config = `version: "2"\nlinters:\n  settings:\n    importas:\n      alias:\n        - pkg: ${FLAGS}\n          alias: capiflags\n`;
    expect(aliasWith({ '.golangci.yaml': config })).toBe('capiflags');
  });

  it('in TOML', () => {
    const config = `[[linters-settings.importas.alias]]\npkg = "a"\nalias = "b"\n\n[[linters-settings.importas.alias]]\npkg = "${FLAGS}"\nalias = 'capiflags'\n\n[other]\nalias = "no"\n`;
    expect(aliasWith({ '.golangci.toml': config })).toBe('capiflags');
  });

  it('as a mapping', () => {
    const config = `linters-settings:\n  importas:\n    alias:\n      ${FLAGS}: capiflags\n`;
    expect(aliasWith({ '.golangci.yml': config })).toBe('capiflags');
  });

  it('with a pattern and a group', () => {
    const config =
      'linters-settings:\n  importas:\n    alias:\n      - pkg: sigs.k8s.io/cluster-api/util/(\\w+)\n        alias: capi$1\n';
    expect(aliasWith({ '.golangci.yml': config })).toBe('capiflags');
    expect(aliasWith({ '.golangci.yml': config }, 'sigs.k8s.io/cluster-api/util')).toBeUndefined();
  });

  it('with a choice', () => {
    const config =
      'linters-settings:\n  importas:\n    alias:\n      - pkg: sigs.k8s.io/cluster-api/(util|exp)/(\\w+)\n        alias: capi$2\n';
    expect(aliasWith({ '.golangci.yml': config })).toBe('capiflags');
  });

  it('of five hundred at most', () => {
    const rules = (count: number) =>
      `linters-settings:\n  importas:\n    alias:\n${'      - {pkg: a, alias: b}\n'.repeat(count)}      - {pkg: ${FLAGS}, alias: x}\n`;
    expect(aliasWith({ '.golangci.yml': rules(499) })).toBe('x');
    expect(aliasWith({ '.golangci.yml': rules(500) })).toBeUndefined();
  });

  it('win over what the code does', () => {
    const config = `linters-settings:\n  importas:\n    alias:\n      - pkg: ${FLAGS}\n        alias: capiflags\n`;
    const files = { '.golangci.yml': config, 'a.go': `package a\n\nimport x "${FLAGS}"\n` };
    expect(aliasWith(files)).toBe('capiflags');
  });

  it.each([
    ['broken YAML', 'a: [\n'],
    ['a broken pattern', 'linters-settings: {importas: {alias: [{pkg: "(", alias: x}]}}\n'],
    [
      'a pattern that could take for ever',
      'linters-settings: {importas: {alias: [{pkg: "(s+)+$", alias: x}]}}\n',
    ],
    [
      'a pattern with many ways',
      'linters-settings: {importas: {alias: [{pkg: "(\\\\w|[^ ])*!", alias: x}]}}\n',
    ],
    [
      'a pattern of choices',
      `linters-settings: {importas: {alias: [{pkg: "${'(s|i|.)'.repeat(37)}!", alias: x}]}}\n`,
    ],
    [
      'a pattern of repetitions',
      `linters-settings: {importas: {alias: [{pkg: "${'.*'.repeat(9)}!", alias: x}]}}\n`,
    ],
    ['YAML that ends the process', `linters-settings: {importas: ${'['.repeat(3_000)}`],
    ['keys in keys', `linters-settings: {importas: x}\n${'? '.repeat(700)}x\n`],
    ['rules of another shape', 'linters-settings: {importas: {alias: 3}}\n'],
    ['a rule without alias', `linters-settings: {importas: {alias: [{pkg: "${FLAGS}"}]}}\n`],
    ['nothing', ''],
  ])('are passed over: %s', (_, config) => {
    expect(aliasWith({ '.golangci.yml': config })).toBeUndefined();
  });
});

describe('the custom of the repository', () => {
  it('is what most files use', () => {
    const files = {
      'a.go': `package a\n\nimport one "${FLAGS}"\n`,
      'b.go': `package a\n\nimport (\n\ttwo "${FLAGS}"\n)\n`,
      'c/c.go': `package a\n\nimport (\n\t"os"\n\n\ttwo "${FLAGS}"\n)\n`,
    };
    expect(aliasWith(files)).toBe('two');
  });

  it('may be no alias', () => {
    expect(aliasWith({ 'a.go': `package a\n\nimport (\n\t"${FLAGS}"\n)\n` })).toBeUndefined();
    expect(aliasWith({ 'a.go': `package a\n\nimport "${FLAGS}"\n` })).toBeUndefined();
  });

  it('does not count vendored code, side effects and mentions', () => {
    const files = {
      'vendor/x/a.go': `package a\n\nimport one "${FLAGS}"\n`,
      'testdata/a.go': `package a\n\nimport one "${FLAGS}"\n`,
      'b.go': `package a\n\nimport _ "${FLAGS}"\n`,
      'c.go': `package a\n\nvar x = f("${FLAGS}")\n`,
      'd.txt': `import one "${FLAGS}"\n`,
    };
    expect(aliasWith(files)).toBeUndefined();
  });
});
