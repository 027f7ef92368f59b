import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { mentionsOf } from './mentions.ts';

const TEXT = 'first line\nsee config/rbac/role.yaml and role.yaml\n';

function placesIn(where: 'build' | 'documentation', ...paths: string[]): readonly string[] {
  const repository = memoryRepository(Object.fromEntries(paths.map((path) => [path, TEXT])));
  return mentionsOf(repository, 'config/rbac/role.yaml', where).map((it) => it.path);
}

describe('mentionsOf', () => {
  it.each([
    'Makefile',
    'hack/x.sh',
    'build/rules.mk',
    'Tiltfile',
    'Dockerfile',
    '.github/workflows/ci.yaml',
    'tilt-provider.yaml',
  ])('takes %s for a part of the build', (path) => {
    expect(placesIn('build', path)).toEqual([path]);
    expect(placesIn('documentation', path)).toEqual([]);
  });

  it.each(['README.md', 'docs/a/b.md', 'docs/x.adoc', 'x.rst'])('takes %s for documentation', (path) => {
    expect(placesIn('documentation', path)).toEqual([path]);
    expect(placesIn('build', path)).toEqual([]);
  });

  it.each([
    'vendor/a/Makefile',
    'CHANGELOG.md',
    'releases/v1/NOTES.md',
    'third_party/x.sh',
    'config/rbac/kustomization.yaml',
    'main.go',
  ])('does not look into %s', (path) => {
    expect([...placesIn('documentation', path), ...placesIn('build', path)]).toEqual([]);
  });

  it('names the first place of each file', () => {
    const [mention] = mentionsOf(
      memoryRepository({ 'README.md': TEXT }),
      'config/rbac/role.yaml',
      'documentation',
    );
    expect(mention).toEqual({
      path: 'README.md',
      text: TEXT,
      offset: TEXT.indexOf('role.yaml'),
      what: 'role.yaml',
    });
  });
});
