import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../test/setup/testdir.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { ProblemError } from '../repository/problem.ts';
import { parseConfig, readConfig } from './config.ts';

const path = '.diag-codemod.yaml';

function parse(text: string) {
  return parseConfig({ path, text, mode: 0o644 });
}

function problemOf(text: string) {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ProblemError) return { kind: error.kind, ...error.problem };
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('parseConfig', () => {
  it('reads every key', () => {
    const text = [
      'enabled: true',
      'only: [manager-code, go-mod]',
      'skip:',
      '- role-rules',
      'manager: [cmd/main.go]',
      'style: kubebuilder',
      'port: 9443',
      'keepFlags: true',
      'skipRefused: false',
      'allowDirty: true',
      '',
    ].join('\r\n');
    expect(parse(text)).toEqual({
      enabled: true,
      only: ['manager-code', 'go-mod'],
      skip: ['role-rules'],
      manager: ['cmd/main.go'],
      style: 'kubebuilder',
      port: 9443,
      keepFlags: true,
      skipRefused: false,
      allowDirty: true,
    });
  });

  it.each(['', '# nothing\n', '---\n'])('takes %j for no configuration', (text) => {
    expect(parse(text)).toEqual({});
  });

  it('names an unknown key with its place and lists the known ones', () => {
    const problem = problemOf('enabled: true\nprot: 1\n');
    expect(problem).toMatchObject({
      kind: 'usage',
      code: 'wrong-configuration',
      file: path,
      line: 2,
      column: 1,
    });
    expect(problem.reason).toBe('there is no key "prot"');
    expect(problem.hint).toContain('port');
  });

  it.each([
    ['port: 0', 'port must be a number from 1 to 65535'],
    ['port: 65536', 'port must be a number from 1 to 65535'],
    ['port: "8443"', 'port must be a number from 1 to 65535'],
    ['enabled: "no"', 'enabled must be a boolean'],
    ['enabled:', 'enabled must be a boolean'],
    ['style: own', 'style must be one of auto, cluster-api, kubebuilder, diagnostics'],
    ['only: manager-code', 'only must be a list of texts'],
    ['only: [1]', 'only must be a list of texts'],
    ['- a', 'the configuration must be a mapping'],
    ['enabled: true\nenabled: false', 'this is not valid YAML: the key enabled stands twice'],
    ['a: 1\n---\nb: 2', 'the configuration must be one document'],
    ['__proto__: {}', 'there is no key "__proto__"'],
    ['constructor: 1', 'there is no key "constructor"'],
  ])('refuses %j', (text, reason) => {
    expect(problemOf(text)).toMatchObject({ kind: 'usage', reason });
  });

  it('refuses what is no YAML as a usage problem', () => {
    expect(problemOf('only: [')).toMatchObject({ kind: 'usage', code: 'yaml-syntax' });
  });
});

describe('readConfig', () => {
  it('reads the file of the repository, or none', () => {
    expect(readConfig(memoryRepository({ [path]: 'enabled: false\n' }), undefined)).toEqual({
      enabled: false,
    });
    expect(readConfig(memoryRepository({}), undefined)).toEqual({});
  });

  it('reads the file that was named instead', () => {
    const root = testdir({ 'own.yaml': 'port: 9443\n' });
    const repository = memoryRepository({ [path]: 'enabled: false\n' });
    expect(readConfig(repository, join(root, 'own.yaml'))).toEqual({ port: 9443 });
    expect(() => readConfig(repository, join(root, 'missing.yaml'))).toThrow(
      'there is no such configuration file',
    );
  });
});
