import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { emulateCall } from './generated-role.ts';
import { surveyGeneratorCalls } from './generators.ts';
import { markedFiles } from './marked-files.ts';

const MODULES = [{ directory: '.', modulePath: 'example.com/weaver' }];

function go(group: string): string {
  return `package p\n\n// +kubebuilder:rbac:groups=${group},resources=x,verbs=get\n\nfunc f() {}\n`;
}

function emulated(options: string, files: Record<string, string> = {}) {
  const repository = memoryRepository({
    Makefile: `x:\n\tcontroller-gen rbac:roleName=r ${options}\n`,
    ...files,
  });
  const [call] = surveyGeneratorCalls(repository);
  if (!call) throw new Error('no call');
  return emulateCall(repository, call, MODULES);
}

function groupsOf(options: string, files: Record<string, string>): string[] {
  return emulated(options, files).rules.flatMap((rule) => rule.groups);
}

describe('emulateCall', () => {
  const files = {
    'main.go': go('main'),
    'api/a.go': go('api'),
    'controllers/c.go': go('controllers'),
    'controllers/c_test.go': go('test'),
    'controllers/c_windows.go': go('windows'),
    'controllers/deep/d.go': go('deep'),
    'controllers/testdata/t.go': go('testdata'),
    'vendor/v/v.go': go('vendor'),
    'e2e/e.go': `//go:build e2e\n\n${go('tagged')}`,
  };

  it.each([
    ['paths=./...', ['api', 'controllers', 'deep', 'main']],
    ['paths=./', ['main']],
    ['paths=./controllers', ['controllers']],
    ['paths="./api/...;./controllers/..."', ['api', 'controllers', 'deep']],
    ['paths=./ paths=./api', ['api', 'main']],
    ['', ['main']],
    ['paths=./e2e', []],
  ])('reads %s', (options, groups) => {
    expect(groupsOf(options, files)).toEqual(groups);
  });

  it('sees no marker in a doc comment', () => {
    expect(groupsOf('paths=./', { 'main.go': go('main').replace('\n\nfunc', '\nfunc') })).toEqual([]);
  });

  it('puts the header with its year before the text', () => {
    const repository = memoryRepository({
      Makefile: 'x:\n\tcontroller-gen rbac:roleName=r,headerFile=hack/head.txt,year=2024 paths=./\n',
      'hack/head.txt': '# Copyright YEAR\n',
      'main.go': go('main'),
    });
    const [call] = surveyGeneratorCalls(repository);
    expect(call && emulateCall(repository, call, MODULES).text).toMatch(/^# Copyright 2024\n---\n/);
  });

  it('writes no file without a marker', () => {
    expect(emulated('paths=./api')).toMatchObject({
      rules: [],
      roles: [],
      text: undefined,
      doubts: [],
      unknown: [],
    });
  });

  it.each([
    ['paths=./$(UNKNOWN)/...', {}, 'is not known'],
    ['paths=example.org/other/api/...', {}, 'is not in this repository'],
    [
      'paths=./',
      { 'main.go': 'package p\n\n// +kubebuilder:rbac:groups=a\n\nfunc f() {}\n' },
      'a marker that controller-gen refuses',
    ],
  ])('says what it does not know: %s', (options, more: Record<string, string>, doubt) => {
    const { doubts, unknown } = emulated(options, more);
    expect([...doubts, ...unknown].join()).toContain(doubt);
  });

  it('does not know the folder behind a variable', () => {
    const repository = memoryRepository({
      Makefile: 'x:\n\tcd $(D) && controller-gen rbac:roleName=r paths=./...\n',
    });
    const [call] = surveyGeneratorCalls(repository);
    expect(call && emulateCall(repository, call, MODULES).unknown).toHaveLength(1);
  });
});

it('markedFiles reads each repository once', () => {
  const repository = memoryRepository({ 'main.go': go('a') });
  expect(markedFiles(repository)).toBe(markedFiles(repository));
  const changed = repository.overlay(new Map([['main.go', { path: 'main.go', text: go('b'), mode: 0o644 }]]));
  expect(markedFiles(changed)[0]?.markers[0]?.rule).toMatchObject({ groups: ['b'] });
});
