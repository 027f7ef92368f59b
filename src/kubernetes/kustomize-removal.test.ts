import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { readKustomization } from './kustomize-read.ts';
import { removeEntries } from './kustomize-removal.ts';

/** The text of a kustomization after the entries with these values were removed. */
function without(text: string, ...values: string[]): string {
  const kustomization = readKustomization(
    memoryRepository({ 'rbac/kustomization.yaml': text }),
    'rbac/kustomization.yaml',
  );
  if (!kustomization) throw new Error('not a kustomization');
  const gone = kustomization.entries.filter((entry) => values.includes(entry.value));
  expect(gone).toHaveLength(values.length);
  return removeEntries(kustomization, gone).reduceRight(
    (result, range) => result.slice(0, range.start) + result.slice(range.end),
    text,
  );
}

describe('removeEntries', () => {
  it('removes whole lines and nothing else', () => {
    expect(without('resources:\n- a.yaml\n- b.yaml # why\n- c.yaml\n', 'b.yaml')).toBe(
      'resources:\n- a.yaml\n- c.yaml\n',
    );
  });

  it('keeps a comment that also speaks of an entry that stays', () => {
    const text = 'resources:\n# Both are needed.\n- a.yaml\n- b.yaml\n';
    expect(without(text, 'b.yaml')).toBe('resources:\n# Both are needed.\n- a.yaml\n');
  });

  it('removes a comment whose every entry goes', () => {
    const text = 'resources:\n- a.yaml\n# These two go together.\n- b.yaml\n- c.yaml\n# Last.\n- d.yaml\n';
    expect(without(text, 'b.yaml', 'c.yaml')).toBe('resources:\n- a.yaml\n# Last.\n- d.yaml\n');
  });

  it('removes the comment on the proxy although two of its four entries stay', () => {
    const text = [
      'resources:',
      '- role.yaml',
      '# Comment the following 4 lines if you want to disable',
      '# the auth proxy which protects your /metrics endpoint.',
      '- auth_proxy_service.yaml',
      '- auth_proxy_role.yaml',
      '- auth_proxy_role_binding.yaml',
      '- auth_proxy_client_clusterrole.yaml',
      '',
    ].join('\n');
    expect(without(text, 'auth_proxy_role.yaml', 'auth_proxy_role_binding.yaml')).toBe(
      'resources:\n- role.yaml\n- auth_proxy_service.yaml\n- auth_proxy_client_clusterrole.yaml\n',
    );
  });

  it('leaves entries alone that somebody commented out', () => {
    const text = 'resources:\n- role.yaml\n# The auth proxy:\n#- service.yaml\n- proxy.yaml\n';
    expect(without(text, 'proxy.yaml')).toBe('resources:\n- role.yaml\n#- service.yaml\n');
  });

  it('does not reach for a comment above a blank line', () => {
    const text = 'resources:\n- a.yaml\n# About everything.\n\n- b.yaml\n- c.yaml\n';
    expect(without(text, 'b.yaml')).toBe('resources:\n- a.yaml\n# About everything.\n\n- c.yaml\n');
  });

  it('leaves one blank line where there were two', () => {
    const text = 'resources:\n- a.yaml\n\n# For b.\n- b.yaml\n\n- c.yaml\n';
    expect(without(text, 'b.yaml')).toBe('resources:\n- a.yaml\n\n- c.yaml\n');
  });

  it('leaves no blank line at the end', () => {
    expect(without('resources:\n- a.yaml\n\n- b.yaml\n', 'b.yaml')).toBe('resources:\n- a.yaml\n');
  });

  it('keeps a file without a final newline as it was', () => {
    expect(without('resources:\n- a.yaml\n- b.yaml', 'b.yaml')).toBe('resources:\n- a.yaml');
  });

  it('keeps CRLF', () => {
    expect(without('resources:\r\n- a.yaml\r\n- b.yaml\r\n- c.yaml', 'b.yaml', 'c.yaml')).toBe(
      'resources:\r\n- a.yaml',
    );
  });

  it('removes the key of a list that loses all its items', () => {
    const text = 'namePrefix: x-\nresources:\n- a.yaml\npatchesStrategicMerge:\n- b.yaml\nvars: []\n';
    expect(without(text, 'b.yaml')).toBe('namePrefix: x-\nresources:\n- a.yaml\nvars: []\n');
  });

  it('removes an item of several lines, however it is indented', () => {
    const text = 'patches:\n  - path: a.yaml\n    target:\n      kind: Deployment\n  - path: b.yaml\n';
    expect(without(text, 'a.yaml')).toBe('patches:\n  - path: b.yaml\n');
  });

  it('removes an inline patch with all its lines', () => {
    const text =
      'patches:\n- patch: |-\n    - op: remove\n      path: /x\n\n  target:\n    kind: Service\n- path: b.yaml\n';
    expect(without(text, '- op: remove\n  path: /x')).toBe('patches:\n- path: b.yaml\n');
  });

  it.each([
    [['a'], '[b, c]'],
    [['b'], '[a, c]'],
    [['c'], '[a, b]'],
    [['b', 'c'], '[a]'],
    [['a', 'c'], '[b]'],
  ])('removes %j of a flow list', (values, left) => {
    expect(without('resources: [a, b, c]\nnamespace: x\n', ...values)).toBe(
      `resources: ${left}\nnamespace: x\n`,
    );
  });

  it('removes a flow list that loses all its items', () => {
    expect(without('resources: [a, b]\nnamespace: x\n', 'a', 'b')).toBe('namespace: x\n');
  });
});
