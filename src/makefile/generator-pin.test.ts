import { describe, expect, it } from 'vitest';
import { pinnedVersion, toolsModuleVersion, versionInCommand } from './generator-pin.ts';
import { makeVariables } from './variables.ts';

function pinOf(text: string): string | undefined {
  return pinnedVersion(text, { variables: makeVariables(text), directory: '.' });
}

const PACKAGE = 'sigs.k8s.io/controller-tools/cmd/controller-gen';

describe('pinnedVersion', () => {
  it.each([
    ['go install', `x:\n\tgo install ${PACKAGE}@v0.16.5\n`],
    ['with a variable', `V := v0.16.5\nx:\n\tgo install ${PACKAGE}@$(V)\n`],
    ['without the v', `V = 0.16.5\nx:\n\tgo install ${PACKAGE}@v$(V)\n`],
    ['a script with the version last', `x:\n\tGOBIN=b hack/install.sh ${PACKAGE} controller-gen v0.16.5\n`],
    ['all in variables', `P := ${PACKAGE}\nB := controller-gen\nV := v0.16.5\nx:\n\t$(I) $(P) $(B) $(V)\n`],
    ['a macro', `V = v0.16.5\nx:\n\t$(call tool,$(BIN),${PACKAGE},$(V))\n`],
    ['a macro with @', `x:\n\t$(call tool,$(BIN),${PACKAGE}@v0.16.5)\n`],
    ['a variable alone', 'CONTROLLER_GEN_VERSION ?= v0.16.5\nx:\n\tget-tools\n'],
    ['another variable', 'CONTROLLER_TOOLS_VERSION = v0.16.5\n'],
    ['without the v in a variable', 'CONTROLLER_GEN_VER=0.16.5\n'],
  ])('%s', (_, text) => {
    expect(pinOf(text)).toBe('v0.16.5');
  });

  it('says nothing for latest, or for other tools', () => {
    expect(pinOf(`x:\n\tgo install ${PACKAGE}@latest\n`)).toBeUndefined();
    expect(pinOf('KUSTOMIZE_VERSION = v5.0.0\nx:\n\tgo install kustomize@v5.0.0\n')).toBeUndefined();
  });

  it('does not read comments', () => {
    expect(pinOf(`# go install ${PACKAGE}@v0.1.0\n`)).toBeUndefined();
  });
});

it('versionInCommand keeps a pre-release', () => {
  expect(versionInCommand(`go run ${PACKAGE}@v0.21.0-beta.1 crd`)).toBe('v0.21.0-beta.1');
});

describe('toolsModuleVersion', () => {
  it.each([
    ['require sigs.k8s.io/controller-tools v0.16.5\n', 'v0.16.5'],
    ['require (\n\tsigs.k8s.io/controller-tools v0.16.5 // why\n)\n', 'v0.16.5'],
    ['require (\n\tsigs.k8s.io/controller-tools v0.16.5 // indirect\n)\n', undefined],
    ['require example.com/x v1.0.0\n', undefined],
  ])('%j', (text, version) => {
    expect(toolsModuleVersion(text)).toBe(version);
  });
});
