import { describe, expect, it } from 'vitest';
import { ProblemError } from '../repository/problem.ts';
import { parseYaml } from './yaml-file.ts';
import { parsePart } from './yaml-part.ts';

const file = (text: string) => ({ path: 'role.yaml', text, mode: 0o644 });

describe('a key that stands twice in a mapping', () => {
  it('is no YAML to edit, with its place', () => {
    try {
      parseYaml(file('kind: ClusterRole\nrules:\n- verbs: [a]\nrules: []\n'));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ProblemError);
      expect((error as ProblemError).problem).toMatchObject({ code: 'yaml-syntax', line: 4, column: 1 });
      expect((error as ProblemError).problem.reason).toContain('the key rules stands twice');
    }
  });

  it.each(['a:\n- b: 1\n  b: 2\n', 'a: {b: 1, b: 2}\n'])('is found at any depth: %j', (text) => {
    expect(() => parseYaml(file(text))).toThrow(ProblemError);
  });

  it.each([
    ['merge keys', 'a:\n  <<: *x\n  <<: *y\n'],
    ['a template', '# {{ if }}\na: 1\n# {{ else }}\na: 2\n'],
    ['the same key in two documents', 'a: 1\n---\na: 2\n'],
  ])('is taken in %s', (_name, text) => {
    expect(parseYaml(file(text)).documents.length).toBeGreaterThan(0);
  });

  it('is taken where the actions of a template were blanked out', () => {
    const template = file('{{if}}\na: 1\n{{el}}\na: 2\n');
    const readable = template.text.replaceAll(/\{\{..\}\}/g, '      ');
    expect(parsePart(template, { start: 0, end: template.text.length }, readable)).toBeDefined();
  });
});
