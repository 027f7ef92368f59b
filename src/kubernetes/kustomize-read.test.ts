import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import type { KustomizeEntry } from './kustomize-entry.ts';
import { readKustomization } from './kustomize-read.ts';

/** The entries of `app/kustomization.yaml` beside these further files. */
function entriesOf(text: string, ...others: string[]): readonly KustomizeEntry[] {
  const files = Object.fromEntries(others.map((path) => [path, 'kind: x\n']));
  const repository = memoryRepository({ ...files, 'app/kustomization.yaml': text });
  return readKustomization(repository, 'app/kustomization.yaml')?.entries ?? [];
}

describe('readKustomization', () => {
  it('tells apart what an entry names', () => {
    const text = [
      'resources:',
      '- here.yaml',
      '- ../base',
      '- ../other/',
      '- made-at-build-time.yaml',
      '- https://example.org/x.yaml',
      '- github.com/example/project/config/default?ref=v1',
      '- git@example.org:a/b.git',
      '- ../../elsewhere',
      '- /etc/passwd',
      '',
    ].join('\n');
    const entries = entriesOf(text, 'app/here.yaml', 'base/kustomization.yml', 'other/Kustomization');
    expect(entries.map(({ kind, target }) => [kind, target])).toEqual([
      ['file', 'app/here.yaml'],
      ['kustomization', 'base/kustomization.yml'],
      ['kustomization', 'other/Kustomization'],
      ['missing', undefined],
      ['remote', undefined],
      ['remote', undefined],
      ['remote', undefined],
      ['outside', undefined],
      ['outside', undefined],
    ]);
  });

  it('does not read what is commented out', () => {
    expect(entriesOf('resources:\n- a.yaml\n#- b.yaml\n# - c.yaml\n').map((it) => it.value)).toEqual([
      'a.yaml',
    ]);
  });

  it('reads patches of every spelling, with their targets', () => {
    const text = [
      'patchesStrategicMerge:',
      '- a.yaml',
      '- |-',
      '  kind: Deployment',
      'patches:',
      '- path: b.yaml',
      '  target:',
      '    kind: Deployment',
      '    name: controller-manager',
      '- patch: |-',
      '    - op: remove',
      '      path: /spec',
      'patchesJson6902:',
      '- target: {group: apps, version: v1, kind: Deployment, name: m}',
      '  path: c.yaml',
      '',
    ].join('\n');
    const entries = entriesOf(text, 'app/a.yaml', 'app/b.yaml', 'app/c.yaml');
    expect(entries.map(({ field, kind, target }) => [field, kind, target])).toEqual([
      ['patchesStrategicMerge', 'file', 'app/a.yaml'],
      ['patchesStrategicMerge', 'inline', undefined],
      ['patches', 'file', 'app/b.yaml'],
      ['patches', 'inline', undefined],
      ['patchesJson6902', 'file', 'app/c.yaml'],
    ]);
    expect(entries[2]?.patchTarget).toEqual({ kind: 'Deployment', name: 'controller-manager' });
    expect(entries[4]?.patchTarget).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment', name: 'm' });
    expect(entries[3]?.value).toBe('- op: remove\n  path: /spec');
  });

  it('gives the range of the value and of the whole item', () => {
    const text = 'resources:\n  - a.yaml # why\n  - "b.yaml"\n';
    const [a, b] = entriesOf(text);
    expect(text.slice(a?.start, a?.end)).toBe('a.yaml');
    expect(text.slice(a?.lineStart, a?.lineEnd)).toBe('  - a.yaml # why\n');
    expect(text.slice(b?.start, b?.end)).toBe('"b.yaml"');
    expect(b).toMatchObject({ value: 'b.yaml', index: 1, siblings: 2, flow: false });
  });

  it('reads the files of generators, without their keys', () => {
    const text = 'configMapGenerator:\n- name: x\n  files:\n  - a.yaml\n  - key=b.yaml\n  envs: [c.env]\n';
    expect(entriesOf(text, 'app/a.yaml', 'app/b.yaml', 'app/c.env').map((it) => it.target)).toEqual([
      'app/a.yaml',
      'app/b.yaml',
      'app/c.env',
    ]);
  });

  it('reads replacements that stand in a file', () => {
    const text = 'replacements:\n- path: r.yaml\n- source: {kind: Service}\n  targets: []\n';
    expect(entriesOf(text, 'app/r.yaml').map(({ field, kind }) => [field, kind])).toEqual([
      ['replacements', 'file'],
      ['replacements', 'inline'],
    ]);
  });

  it('reads prefix, suffix and namespace', () => {
    const repository = memoryRepository({
      'kustomization.yaml': 'namePrefix: p-\nnameSuffix: -s\nnamespace: n\n',
    });
    expect(readKustomization(repository, 'kustomization.yaml')).toMatchObject({
      directory: '.',
      namePrefix: 'p-',
      nameSuffix: '-s',
      namespace: 'n',
      entries: [],
    });
  });

  it.each(['', '- a\n', 'resources: [\n', '{{- if .x }}\nresources: []\n{{- end }}\n'])(
    'answers undefined for %j',
    (text) => {
      expect(
        readKustomization(memoryRepository({ 'kustomization.yaml': text }), 'kustomization.yaml'),
      ).toBeUndefined();
    },
  );
});
