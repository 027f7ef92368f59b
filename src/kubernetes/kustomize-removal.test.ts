import fc from 'fast-check';
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

  it('removes the comment on the proxy above the key of such a list, and no other one', () => {
    const list = 'patches:\n- a.yaml\n';
    const text = (comment: string) => `namespace: a\n\n# ${comment}\n${list}resources:\n- b.yaml\n`;
    expect(without(text('Puts /metrics behind auth_proxy.'), 'a.yaml')).toBe(
      'namespace: a\n\nresources:\n- b.yaml\n',
    );
    expect(without(text('Ours.'), 'a.yaml')).toBe('namespace: a\n\n# Ours.\nresources:\n- b.yaml\n');
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

describe('whatever is removed', () => {
  const line = fc.oneof(
    { weight: 5, arbitrary: fc.constant('entry') },
    { weight: 2, arbitrary: fc.constantFrom('# a comment', '  # the auth proxy', '#- commented-out.yaml') },
    { weight: 1, arbitrary: fc.constant('') },
  );
  const layout = fc.record({
    lines: fc.array(line, { maxLength: 14 }),
    gone: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
    ending: fc.constantFrom('\n', '\r\n'),
    open: fc.boolean(),
    tail: fc.constantFrom<readonly string[]>([], ['namePrefix: app-'], ['patches:', '- path: p.yaml']),
  });

  it('exactly the other entries and all other content stay', () => {
    fc.assert(
      fc.property(layout, ({ lines, gone, ending, open, tail }) => {
        const names = lines.map((it, index) => (it === 'entry' ? `e${index}.yaml` : undefined));
        fc.pre(names.some((it) => it !== undefined));
        const body = lines.map((it, index) => (it === 'entry' ? `- e${index}.yaml` : it));
        const text = ['# head', 'resources:', ...body, ...tail].join(ending) + (open ? '' : ending);
        const leaving = names.filter((it, index): it is string => it !== undefined && gone[index] === true);
        const result = without(text, ...leaving);
        const staying = names.filter((it): it is string => it !== undefined && !leaving.includes(it));
        expect(entriesOf(result, 'resources')).toEqual(staying);
        expect(result.split(ending).filter((it) => tail.includes(it))).toEqual(tail);
        expect(result.split(ending).filter((it) => it === '#- commented-out.yaml')).toHaveLength(
          lines.filter((it) => it === '#- commented-out.yaml').length,
        );
        expect(isSubsequence(result.split(ending), text.split(ending))).toBe(true);
      }),
    );
  });

  it('nothing removed changes nothing', () => {
    expect(without('resources:\n\n\n- a.yaml\n')).toBe('resources:\n\n\n- a.yaml\n');
  });
});

function entriesOf(text: string, field: string): readonly string[] {
  const path = 'rbac/kustomization.yaml';
  const kustomization = readKustomization(memoryRepository({ [path]: text }), path);
  return (kustomization?.entries ?? []).filter((entry) => entry.field === field).map((entry) => entry.value);
}

/** Lines only went: none was changed, added or moved. */
function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  const left = [...part];
  for (const line of whole) if (left[0] === line) left.shift();
  return left.length === 0;
}
