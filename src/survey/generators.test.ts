import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import type { Repository } from '../repository/repository.ts';
import { surveyGeneratorCalls } from './generators.ts';

const CALL = '\tcontroller-gen rbac:roleName=r paths=./...\n';
const TOOL = 'sigs.k8s.io/controller-tools/cmd/controller-gen';

function crd(version: string): string {
  return `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  annotations:\n    controller-gen.kubebuilder.io/version: ${version}\n`;
}

/** A file that counts how often its text is looked at. */
function counted(path: string, text: string) {
  let reads = 0;
  const file = {
    path,
    mode: 0o644,
    get text() {
      reads++;
      return text;
    },
  };
  return { file, reads: () => reads };
}

function versionOf(files: Record<string, string>) {
  return surveyGeneratorCalls(memoryRepository(files))[0]?.version;
}

describe('surveyGeneratorCalls', () => {
  it('reads Makefiles, scripts and Taskfiles in all folders', () => {
    const repository = memoryRepository({
      Makefile: `x:\n${CALL}`,
      'sub/Makefile': `x:\n${CALL}`,
      'hack/generate.sh': CALL.trim(),
      'Taskfile.yml': 'tasks:\n  x:\n    cmds:\n      - controller-gen rbac:roleName=r paths=./...\n',
      'vendor/x/Makefile': `x:\n${CALL}`,
    });
    const calls = surveyGeneratorCalls(repository);
    expect(calls.map((call) => [call.file, call.directory])).toEqual([
      ['Makefile', '.'],
      ['Taskfile.yml', '.'],
      ['hack/generate.sh', '.'],
      ['sub/Makefile', 'sub'],
    ]);
  });

  it('reads go:generate lines where no recipe writes a role', () => {
    const source = 'package api\n\n//go:generate controller-gen rbac:roleName=r paths=.\n';
    expect(surveyGeneratorCalls(memoryRepository({ 'api/doc.go': source })).map((call) => call.file)).toEqual(
      ['api/doc.go'],
    );
    const both = memoryRepository({ 'api/doc.go': source, Makefile: `x:\n${CALL}` });
    expect(surveyGeneratorCalls(both).map((call) => call.file)).toEqual(['Makefile']);
  });

  it('knows variables of included files, and runs an included file where it is included', () => {
    const repository = memoryRepository({
      Makefile: 'ROOT := config/roles\ninclude hack/generate.mk\n',
      'hack/generate.mk': 'x:\n\tcontroller-gen rbac:roleName=r paths=./... output:rbac:dir=$(ROOT)\n',
    });
    const [call] = surveyGeneratorCalls(repository);
    expect([call?.directory, call?.role?.file]).toEqual(['.', 'config/roles/role.yaml']);
  });

  it('reads anew what a change of another file means, and nothing else', () => {
    const own = counted('a.mk', 'x:\n\tcontroller-gen rbac:roleName=r paths=./... output:dir=$(ROOT)\n');
    const other = counted('b.mk', `y:\n${CALL}`);
    const make = (root: string) => counted('Makefile', `ROOT := ${root}\ninclude a.mk\n`).file;
    const files = [make('config/roles'), own.file, other.file].map((file) => [file.path, file] as const);
    const before = memoryRepository({}).overlay(new Map(files));
    const filesOf = (repository: Repository) =>
      surveyGeneratorCalls(repository).map((call) => `${call.file} ${call.role?.file}`);
    expect(filesOf(before)).toEqual(['a.mk config/roles/role.yaml', 'b.mk config/rbac/role.yaml']);
    const reads = [own.reads(), other.reads()];
    const after = before.overlay(new Map([['Makefile', make('other')]]));
    expect(filesOf(after)).toEqual(['a.mk other/role.yaml', 'b.mk config/rbac/role.yaml']);
    expect([own.reads() > (reads[0] ?? 0), other.reads()]).toEqual([true, reads[1]]);
    const without = before.overlay(new Map([['Makefile', undefined]]));
    expect(filesOf(without)[0]).toBe('a.mk undefined');
  });

  it('leaves out files that are no text', () => {
    expect(surveyGeneratorCalls(memoryRepository({}))).toEqual([]);
  });
});

describe('the version of a call', () => {
  it.each([
    [
      'its own command',
      {
        Makefile: `x:\n\tgo run ${TOOL}@v0.14.0 rbac:roleName=r paths=./a\ny:\n\tgo install ${TOOL}@v0.18.0\n`,
      },
      'v0.14.0',
      'Makefile',
    ],
    [
      'its own file',
      {
        Makefile: `x:\n${CALL}y:\n\tgo install ${TOOL}@v0.16.5\n`,
        'hack/tools.mk': `z:\n\tgo install ${TOOL}@v0.1.0\n`,
      },
      'v0.16.5',
      'Makefile',
    ],
    [
      'another recipe file',
      { Makefile: `x:\n${CALL}`, 'hack/tools/Makefile': `z:\n\tgo install ${TOOL}@v0.15.0\n` },
      'v0.15.0',
      'hack/tools/Makefile',
    ],
    [
      'a tools module',
      {
        Makefile: `x:\n${CALL}`,
        'go.mod': 'module m\n\nrequire sigs.k8s.io/controller-tools v0.1.0\n',
        'hack/tools/go.mod': 'module t\n\nrequire sigs.k8s.io/controller-tools v0.13.0\n',
      },
      'v0.13.0',
      'hack/tools/go.mod',
    ],
    [
      'go.mod',
      { Makefile: `x:\n${CALL}`, 'go.mod': 'module m\n\nrequire sigs.k8s.io/controller-tools v0.12.0\n' },
      'v0.12.0',
      'go.mod',
    ],
    [
      'a variable that go.mod fills',
      {
        Makefile: `V ?= $(shell sed -n 's/x//p' go.mod)\nx:\n${CALL}y:\n\tgo install ${TOOL}@$(V)\n`,
        'go.mod': 'module m\n\nrequire sigs.k8s.io/controller-tools v0.12.0\n',
      },
      'v0.12.0',
      'go.mod',
    ],
  ])('comes from %s', (_, files: Record<string, string>, version, file) => {
    expect(versionOf(files)).toEqual({ version, file, from: 'pin' });
  });

  it('comes from the CRDs, most of them, where nothing pins it', () => {
    const files = {
      Makefile: `x:\n${CALL}`,
      'config/crd/bases/a.yaml': crd('v0.9.0'),
      'config/crd/bases/b.yaml': crd('v0.16.1'),
      'config/crd/bases/c.yaml': crd('"v0.16.1"'),
      'test/data/d.yaml': crd('v0.2.0'),
    };
    expect(versionOf(files)).toEqual({
      version: 'v0.16.1',
      file: 'config/crd/bases/b.yaml',
      from: 'annotation',
    });
  });

  it('is the newer one where two are as frequent', () => {
    expect(
      versionOf({ Makefile: `x:\n${CALL}`, 'a.yaml': crd('v0.9.0'), 'b.yaml': crd('v0.16.1') })?.version,
    ).toBe('v0.16.1');
  });

  it('is not known where nothing tells it', () => {
    expect(versionOf({ Makefile: `x:\n${CALL}` })).toBeUndefined();
  });
});
