import { describe, expect, it } from 'vitest';
import { problemOf } from '../../test/setup/problems.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { refuseUnreadableGo, refuseUnreadableManifests } from './unreadable-files.ts';

const source = (imports: string) =>
  `package main\n\n${imports}\n\nfunc main() {\n\t_, _ = NewManager(nil, Options{})\n}\n`;
const refuse = (files: Record<string, string>) => refuseUnreadableGo(memoryRepository(files));

describe('controller-runtime that is imported with a dot', () => {
  it.each([
    ['import . "sigs.k8s.io/controller-runtime"', 3],
    ['import (\n\t"os"\n\n\t. "sigs.k8s.io/controller-runtime"\n)', 6],
  ])('is refused with its place, and not taken for no manager: %j', (imports, line) => {
    expect(problemOf(() => refuse({ 'main.go': source(imports) }))).toMatchObject({
      kind: 'refused',
      problem: { code: 'dot-import', file: 'main.go', line, column: 1 },
    });
  });

  it.each([
    ['a name', 'main.go', 'import ctrl "sigs.k8s.io/controller-runtime"'],
    ['a dot for another package', 'main.go', 'import . "sigs.k8s.io/controller-runtime/pkg/client"'],
    ['a test', 'suite_test.go', 'import . "sigs.k8s.io/controller-runtime"'],
  ])('is no matter with %s', (_, path, imports) => {
    expect(() => refuse({ [path]: source(imports) })).not.toThrow();
  });
});

describe('a Deployment that is no YAML', () => {
  const broken = 'kind: Deployment\nspec:\n  command: a\n  command: b\n';
  const refuseAt = (path: string) => refuseUnreadableManifests(memoryRepository({ [path]: broken }));

  it.each(['manager.yaml', 'config/manager.yaml', 'latest/manager.yaml', 'contest/manager.yaml'])(
    'is refused in %s',
    (path) => {
      expect(problemOf(() => refuseAt(path))).toMatchObject({ problem: { code: 'yaml-syntax', file: path } });
    },
  );

  it.each([
    'test',
    'e2e',
    'e2e-tests/conf',
    'acceptance_tests',
    'test_data',
    'config/samples',
    'charts/snapshots',
    '__snapshots__',
  ])('is no matter in %s', (folder) => {
    expect(() => refuseAt(`${folder}/client.yaml`)).not.toThrow();
  });
});
