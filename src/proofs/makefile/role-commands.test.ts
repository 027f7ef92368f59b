import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generatorLines, roleCommands, roleOnly, targetsOf } from './role-commands.ts';

const MAKEFILE = `
GEN := $(abspath bin/controller-gen-v0.17.2)

.PHONY: manifests
manifests: $(GEN) ## Generate.
\t$(GEN) \\
\t\tpaths=./ \\
\t\tpaths=./controllers/... \\
\t\trbac:roleName=manager-role
\t$(GEN) object paths=./api/...

$(GEN):
\tgo install sigs.k8s.io/controller-tools/cmd/controller-gen@v0.17.2

build:
\tgo build ./...

deploy: manifests
\tkubectl apply -k config/default
`;

describe('generatorLines', () => {
  test('asks make, and keeps the calls that write a role', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'makefile-'));
    writeFileSync(join(folder, 'Makefile'), MAKEFILE);
    expect(await generatorLines(folder, process.env)).toEqual([
      {
        target: 'manifests',
        command: 'controller-gen paths=./ paths=./controllers/... rbac:roleName=manager-role',
      },
    ]);
  });

  test('turns switches off where the recipe would start a container', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'makefile-'));
    const inContainer = 'ifeq ($(IN_CONTAINER),true)\n\tdocker run image generate-manifests\nelse\n';
    const recipe = `generate-manifests:\n${inContainer}\tcontroller-gen rbac:roleName=r paths=./\nendif\n`;
    writeFileSync(join(folder, 'Makefile'), `IN_CONTAINER ?= true\n${recipe}`);
    expect((await generatorLines(folder, process.env)).map(({ command }) => command)).toEqual([
      'controller-gen rbac:roleName=r paths=./',
    ]);
  });

  test('finds nothing where there is no Makefile', async () => {
    expect(await generatorLines(mkdtempSync(join(tmpdir(), 'makefile-')), process.env)).toEqual([]);
  });
});

describe('roleCommands', () => {
  test('keeps what stands before the call, and quotes', () => {
    expect(roleCommands('cd api && "/x/controller-gen" rbac:roleName=r paths="./..."')).toEqual([
      'cd api && controller-gen rbac:roleName=r paths="./..."',
    ]);
  });

  test('understands go run', () => {
    const call = 'go run sigs.k8s.io/controller-tools/cmd/controller-gen rbac:roleName=r paths=.';
    expect(roleCommands(call)).toEqual(['controller-gen rbac:roleName=r paths=.']);
  });

  test('leaves echoes and other generators alone', () => {
    expect(roleCommands('echo "rbac: done"\nbin/controller-gen object paths=./api\n')).toEqual([]);
  });
});

describe('roleOnly', () => {
  test('leaves the role, its paths and its output', () => {
    const call =
      'controller-gen "crd:crdVersions=v1" rbac:roleName=r webhook object:headerFile=h.txt paths="./..." output:crd:artifacts:config=c output:rbac:dir=d';
    expect(roleOnly(call)).toBe('controller-gen rbac:roleName=r paths="./..." output:rbac:dir=d');
  });
});

describe('targetsOf', () => {
  test('names targets that speak of the generator, or whose name does', () => {
    expect(targetsOf(MAKEFILE)).toEqual(['manifests']);
  });

  test('does not take a variable for a target', () => {
    expect(targetsOf('MANIFESTS := a\nmanifests ?= b\n')).toEqual([]);
  });
});
