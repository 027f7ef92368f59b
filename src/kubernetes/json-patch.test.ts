import { describe, expect, test } from 'vitest';
import { readJsonPatch } from './json-patch.ts';
import { parseYaml } from './yaml-file.ts';

const read = (text: string) => readJsonPatch(parseYaml({ path: 'p.yaml', text, mode: 0o644 }), 'k.yaml');

describe('readJsonPatch', () => {
  test('operations with their pointers, split and unescaped', () => {
    const patch = read('- op: add\n  path: /spec/a~1b/c~0d/-\n  value: x\n- op: remove\n  path: /x\n');
    expect(patch?.operations.map(({ op, pointer }) => [op, pointer])).toEqual([
      ['add', ['spec', 'a/b', 'c~d', '-']],
      ['remove', ['x']],
    ]);
    expect(patch).toMatchObject({ path: 'p.yaml', kustomization: 'k.yaml' });
  });

  test('JSON is YAML', () => {
    expect(read('[{"op": "add", "path": "/a", "value": 1}]')?.operations).toHaveLength(1);
  });

  test.each(['a: 1\n', '[]\n', '- a\n', '- op: add\n', '- op: add\n  path: a/b\n', ''])(
    '%j is none',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );
});
