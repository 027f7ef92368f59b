import { afterEach, describe, expect, it, vi } from 'vitest';
import { Lexer } from 'yaml';
import { memoryRepository } from '../../repository/memory-repository.ts';
import { importasAlias } from './importas.ts';

afterEach(() => vi.restoreAllMocks());

const RULE = '    alias:\n      - pkg: sigs.k8s.io/controller-runtime\n        alias: ctrl\n';
const OTHERS = 'linters:\n  enable:\n    - importas\n';

/** The alias of controller-runtime, and the texts that were parsed for it. */
function aliasIn(text: string, path = '.golangci.yml') {
  const lex = vi.spyOn(Lexer.prototype, 'lex');
  const alias = importasAlias(memoryRepository({ [path]: text }), 'sigs.k8s.io/controller-runtime');
  return { alias, parsed: lex.mock.calls.map(([part]) => part) };
}

describe('importasAlias', () => {
  it('parses nothing where the linter is on and has no rules', () => {
    expect(aliasIn(OTHERS)).toEqual({ alias: undefined, parsed: [] });
  });

  it('parses the rules alone, not the configuration around them', () => {
    const block = `  importas:\n    no-unaliased: true\n\n  # of ours\n${RULE}`;
    const found = aliasIn(`${OTHERS}linters-settings:\n  gci: {}\n${block}  lll:\n    line-length: 120\n`);
    expect(found).toEqual({ alias: 'ctrl', parsed: [block] });
  });

  const ruled = (pkg: string, before = '') =>
    `linters-settings:\n  importas:\n    alias:\n${before}      - {pkg: '${pkg}', alias: ctrl}\n`;

  it('follows a pattern, and none that repeats a group or goes many ways', () => {
    expect(aliasIn(ruled('sigs.k8s.io/.*-runtime')).alias).toBe('ctrl');
    expect(aliasIn(ruled('(sigs|x)+.k8s.io/controller-runtime')).alias).toBeUndefined();
    expect(aliasIn(ruled('sigs.*k8s.*io.*controller.*runtime')).alias).toBeUndefined();
  });

  it('follows no rule beyond the five hundredth', () => {
    const others = (count: number) => '      - {pkg: other, alias: o}\n'.repeat(count);
    expect(aliasIn(ruled('sigs.k8s.io/controller-runtime', others(499))).alias).toBe('ctrl');
    expect(aliasIn(ruled('sigs.k8s.io/controller-runtime', others(500))).alias).toBeUndefined();
  });

  it('follows none that is beyond the limits of YAML', () => {
    const aliases = `      - &a {pkg: other, alias: o}\n${'      - *a\n'.repeat(101)}`;
    expect(aliasIn(ruled('sigs.k8s.io/controller-runtime', aliases)).alias).toBeUndefined();
  });

  it.each([
    ['at the end of a file', `linters-settings:\n  importas:\n${RULE}`, '.golangci.yaml'],
    [
      'in version 2',
      `linters:\n  settings:\n    importas:\n${RULE.replace(/^/gm, '  ').trimEnd()}`,
      '.golangci.yml',
    ],
    [
      'with CRLF',
      `linters-settings:\n  importas:\n${RULE}run: {}\n`.replaceAll('\n', '\r\n'),
      '.golangci.yml',
    ],
    ['behind a quoted key', `linters-settings:\n  "importas":\n${RULE}`, '.golangci.yml'],
    [
      'in JSON',
      '{"linters-settings": {"importas": {"alias": {"sigs.k8s.io/controller-runtime": "ctrl"}}}}',
      '.golangci.json',
    ],
  ])('finds rules %s', (_, text, path) => {
    expect(aliasIn(text, path).alias).toBe('ctrl');
  });
});
