import { describe, expect, it } from 'vitest';
import { ProblemError } from '../repository/problem.ts';
import { checkYamlLimits } from '../yaml/limits.ts';
import { tryParseYaml } from './yaml-file.ts';

function refusalOf(text: string) {
  try {
    checkYamlLimits({ path: 'a.yaml', text, mode: 0o644 });
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  return undefined;
}

const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at));

describe('checkYamlLimits refuses', () => {
  it.each([
    ['nested flow sequences', '['.repeat(3000)],
    ['nested flow mappings', '{a: '.repeat(3000)],
    ['closed ones too', `${'['.repeat(1000)}${']'.repeat(1000)}`],
    ['nested flow with brackets in quotes between', '["]", '.repeat(1000)],
    ['compact sequences', '- '.repeat(1000)],
    ['compact sequences with tabs', '-\t'.repeat(1000)],
    ['keys with a line end of old', ':\r'.repeat(1000)],
    ['compact sequences with tags', '- !t '.repeat(1000)],
    ['compact sequences with anchors', '- &a '.repeat(1000)],
    ['keys in a row', 'a: '.repeat(1000)],
    ['explicit keys with tabs', '?\t'.repeat(1000)],
    ['explicit keys in explicit keys', '? '.repeat(1000)],
    ['nested mappings', lines(1000, (at) => `${' '.repeat(at)}a:`).join('\n')],
    ['nested sequences', lines(500, (at) => `${' '.repeat(at)}-`).join('\n')],
    ['an alias bomb', `a: &a x\nb: [${'*a, '.repeat(101)}]`],
    ['aliases as values', `a: &a x\n${lines(101, (at) => `k${at}: *a`).join('\n')}`],
    ['a mass of empty quotes', '"" '.repeat(400_000)],
    ['a mass of anchors', '&a '.repeat(400_000)],
    ['a mass of comments', '#\n'.repeat(400_000)],
  ])('%s', (_name, text) => {
    expect(refusalOf(text)).toMatchObject({ code: 'yaml-limit', file: 'a.yaml' });
    expect(tryParseYaml({ path: 'a.yaml', text, mode: 0o644 })).toBeUndefined();
  });

  it('with the place where it becomes too much', () => {
    expect(refusalOf(`ok: true\n${'['.repeat(3000)}`)).toMatchObject({ line: 2 });
  });
});

describe('checkYamlLimits takes', () => {
  it.each([
    ['brackets in a script', `data:\n  run: |\n${'    if [[ { *\n'.repeat(300)}`],
    [
      'brackets in quotes and comments',
      `a: "${'['.repeat(300)}"\nb: '${'{'.repeat(300)}' # ${'['.repeat(300)}\n`,
    ],
    ['many short lists', '- [1, {b: 2}]\n'.repeat(2000)],
    ['a glob, many times', "- '*'\n".repeat(300)],
    ['text far to the right', `a: |\n${`${' '.repeat(200)}x\n`.repeat(10)}`],
    ['a document of forty levels', lines(40, (at) => `${'  '.repeat(at)}a:`).join('\n')],
    ['a hundred aliases', `a: &a x\n${lines(100, (at) => `k${at}: *a`).join('\n')}`],
    ['a long manifest', `${'- name: x\n  value: y\n'.repeat(15_000)}`],
  ])('%s', (_name, text) => {
    expect(refusalOf(text)).toBeUndefined();
    expect(tryParseYaml({ path: 'a.yaml', text, mode: 0o644 })).toBeDefined();
  });
});
