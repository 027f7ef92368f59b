import { describe, expect, it } from 'vitest';
import { findGeneratorCalls } from './generator-calls.ts';
import { readRecipeFile } from './recipe-file.ts';

function callsOf(path: string, text: string) {
  return findGeneratorCalls(readRecipeFile({ path, text, mode: 0o644 }, new Map()));
}

function patternsOf(path: string, text: string): string[][] {
  return callsOf(path, text).map((call) =>
    call.paths.flatMap((option) => option.items.map((item) => item.pattern)),
  );
}

describe('findGeneratorCalls in a Makefile', () => {
  it('reads a call over several lines, with its place', () => {
    const text =
      'manifests: tool\n\t$(CONTROLLER_GEN) \\\n\t\tpaths=./api/... \\\n\t\trbac:roleName=r \\\n\t\twebhook\n\n';
    const [call, ...others] = callsOf('Makefile', text);
    expect(others).toEqual([]);
    expect(text.slice(call?.start, call?.end)).toMatch(/^\$\(CONTROLLER_GEN\) [\s\S]*webhook$/);
    expect(call?.role).toEqual({
      roleName: 'r',
      file: 'config/rbac/role.yaml',
      headerFile: undefined,
      year: '',
    });
    expect(call?.directory).toBe('.');
  });

  it.each([
    [
      'a variable',
      'CONTROLLER_GEN = bin/controller-gen\nx:\n\t$(CONTROLLER_GEN) rbac:roleName=r paths=./a\n',
    ],
    ['another name', 'GENERATOR := $(BIN)/controller-gen\nx:\n\t$(GENERATOR) rbac:roleName=r paths=./a\n'],
    ['an unknown variable', 'x:\n\t$(CONTROLLER_GEN_BIN) rbac:roleName=r paths=./a\n'],
    ['with a version in its name', 'x:\n\tbin/controller-gen-v0.16.5 rbac:roleName=r paths=./a\n'],
    ['the bare program', 'x:\n\tcontroller-gen rbac:roleName=r paths=./a\n'],
    ['silenced', 'x:\n\t@controller-gen rbac:roleName=r paths=./a\n'],
    ['behind an assignment', 'x:\n\tCGO_ENABLED=0 controller-gen rbac:roleName=r paths=./a\n'],
    ['go run', 'x:\n\tgo run sigs.k8s.io/controller-tools/cmd/controller-gen rbac:roleName=r paths=./a\n'],
    ['go tool', 'x:\n\t$(GO) tool controller-gen rbac:roleName=r paths=./a\n'],
    ['a container', 'x:\n\tdocker run -v $(PWD):/src image controller-gen rbac:roleName=r paths=./a\n'],
    ['behind a semicolon', 'x: y; controller-gen rbac:roleName=r paths=./a\n'],
    ['in an ifeq', 'x:\nifeq (a,b)\n\ttrue\nelse\n\tcontroller-gen rbac:roleName=r paths=./a\nendif\n'],
    ['options from a variable', 'O = rbac:roleName=r paths=./a\nx:\n\tcontroller-gen $(O)\n'],
    ['CRLF', 'x:\r\n\tcontroller-gen \\\r\n\t\trbac:roleName=r \\\r\n\t\tpaths=./a\r\n'],
  ])('finds the call: %s', (_, text) => {
    expect(patternsOf('Makefile', text)).toEqual([['./a']]);
    expect(callsOf('Makefile', text)[0]?.role?.roleName).toBe('r');
  });

  it.each([
    ['installing', 'x:\n\tGOBIN=b go install sigs.k8s.io/controller-tools/cmd/controller-gen@v0.16.5\n'],
    [
      'a macro',
      'x:\n\t$(call get,$(CONTROLLER_GEN),sigs.k8s.io/controller-tools/cmd/controller-gen@v0.16.5)\n',
    ],
    ['a prerequisite', 'manifests: $(CONTROLLER_GEN) $(KUSTOMIZE)\n'],
    ['removing', 'x:\n\trm -f bin/controller-gen\n'],
    ['a comment', 'x:\n\t# controller-gen rbac:roleName=r paths=./a\n'],
    ['a word of a message', 'x:\n\techo "controller-gen paths=./a"\n'],
    ['a build', 'x:\n\tgo build -o bin/controller-gen sigs.k8s.io/controller-tools/cmd/controller-gen\n'],
    ['a build of a variable', 'x:\n\tgo build -o bin/controller-gen $(PACKAGE)\n'],
    ['a test', 'x:\n\ttest -s bin/controller-gen || true\n'],
  ])('takes for no call: %s', (_, text) => {
    expect(callsOf('Makefile', text)).toEqual([]);
  });

  it('keeps several calls of a recipe apart', () => {
    const text =
      'x:\n\tcontroller-gen crd paths=./a\n\tcontroller-gen rbac:roleName=r paths=./b && controller-gen object paths=./c\n';
    expect(patternsOf('Makefile', text)).toEqual([['./a'], ['./b'], ['./c']]);
    expect(callsOf('Makefile', text).map((call) => call.role !== undefined)).toEqual([false, true, false]);
  });

  it.each([
    ['cd sub && controller-gen rbac:roleName=r paths=./a', 'sub'],
    ['cd sub; controller-gen rbac:roleName=r paths=./a', 'sub'],
    ['(cd sub/x && cd .. && controller-gen rbac:roleName=r paths=./a)', 'sub'],
    ['cd $(DIR) && controller-gen rbac:roleName=r paths=./a', 'provider'],
    ['cd $(UNKNOWN) && controller-gen rbac:roleName=r paths=./a', undefined],
    ['cd ../elsewhere && controller-gen rbac:roleName=r paths=./a', undefined],
  ])('follows %j', (command, directory) => {
    const [call] = callsOf('Makefile', `DIR = provider\nx:\n\t${command}\n`);
    expect(call?.directory).toBe(directory);
    expect(call?.role?.file).toBe(directory && `${directory}/config/rbac/role.yaml`);
  });

  it('runs in the folder of the Makefile', () => {
    expect(callsOf('sub/Makefile', 'x:\n\tcontroller-gen rbac:roleName=r paths=./a\n')[0]?.directory).toBe(
      'sub',
    );
  });
});

describe('paths=', () => {
  it.each([
    ['paths=./a', 'single', ['./a']],
    ['paths="./a/..."', 'single', ['./a/...']],
    ["'paths=./a'", 'single', ['./a']],
    ['paths="./a;./b"', 'semicolons', ['./a', './b']],
    ['paths=./a\\;./b', 'semicolons', ['./a', './b']],
    ['paths="./a ; ./b"', 'semicolons', ['./a', './b']],
    ['paths={./a,./b}', 'braces', ['./a', './b']],
    ['paths="{./, ./a/...}"', 'braces', ['./', './a/...']],
    ['paths=$(ONE)', 'single', ['./one']],
    ['paths=./$(DIR)/api/...', 'single', ['./exp/api/...']],
    ['paths="$(MANY)"', 'single', ['./one', './two']],
    ['paths="$(BRACED)"', 'single', ['./one', './two']],
    ['paths=./$(UNKNOWN)/api', 'single', ['./$(UNKNOWN)/api']],
  ])('%j', (word, form, patterns) => {
    const definitions = 'ONE = ./one\nDIR = exp\nMANY = ./one;./two\nBRACED = {./one, ./two}\n';
    const text = `${definitions}x:\n\tcontroller-gen rbac:roleName=r ${word} webhook\n`;
    const [option] = callsOf('Makefile', text)[0]?.paths ?? [];
    expect(option?.form).toBe(form);
    expect(option?.items.map((item) => item.pattern)).toEqual(patterns);
    expect(text.slice(option?.start, option?.end)).toBe(word);
    expect(option?.items.every((item) => item.resolved)).toBe(!word.includes('UNKNOWN'));
  });

  it('knows the place of each item', () => {
    const text = 'x:\n\tcontroller-gen crd paths="{./, ./a/...}"\n';
    const items = callsOf('Makefile', text)[0]?.paths[0]?.items ?? [];
    expect(items.map((item) => text.slice(item.start, item.end))).toEqual(['./', './a/...']);
  });
});

describe('the role file of a call', () => {
  it.each([
    ['rbac:roleName=r', 'config/rbac/role.yaml'],
    ['rbac:roleName=r output:rbac:dir=./x/rbac', 'x/rbac/role.yaml'],
    ['rbac:roleName=r output:rbac:dir=$(ROOT)', 'config/roles/role.yaml'],
    ['rbac:roleName=r output:rbac:dir=$(abspath x)', 'x/role.yaml'],
    ['rbac:roleName=r output:rbac:artifacts:config=x', 'x/role.yaml'],
    ['rbac:roleName=r output:artifacts:config=x,code=y', 'x/role.yaml'],
    ['rbac:roleName=r output:dir=all', 'all/role.yaml'],
    ['rbac:roleName=r output:dir=all output:rbac:dir=own', 'own/role.yaml'],
    ['rbac:roleName=r output:crd:dir=crds', 'config/rbac/role.yaml'],
    ['rbac:roleName=r,fileName=manager.yaml', 'config/rbac/manager.yaml'],
    ['rbac:roleName=r output:rbac:stdout', undefined],
    ['rbac:roleName=r output:none', undefined],
    ['rbac:roleName=r output:rbac:stdout > config/rbac/role.yaml', 'config/rbac/role.yaml'],
    ['rbac:roleName=r output:rbac:stdout 2>/dev/null >deploy/role.yaml', 'deploy/role.yaml'],
    ['rbac:roleName=r output:stdout > $(ROOT)/role.yaml', 'config/roles/role.yaml'],
    ['rbac:roleName=r crd output:rbac:stdout > config/rbac/role.yaml', 'config/rbac/role.yaml'],
    ['rbac:roleName=r crd output:stdout > all.yaml', undefined],
    ['rbac:roleName=r output:rbac:stdout >> all.yaml', undefined],
    ['rbac:roleName=r output:rbac:stdout > $@', undefined],
    ['rbac:roleName=r output:rbac:stdout | sed s/a/b/ > config/rbac/role.yaml', undefined],
    ['rbac:roleName=r > log.txt', 'config/rbac/role.yaml'],
    ['rbac:roleName=r output:rbac:dir=$(UNKNOWN)', undefined],
    ['rbac:roleName=r output:rbac:dir=/opt/x', undefined],
    ['rbac:roleName=r output:rbac:dir=../x', undefined],
  ])('%j', (options, file) => {
    const [call] = callsOf('Makefile', `ROOT = ./config/roles\nx:\n\tcontroller-gen paths=./a ${options}\n`);
    expect(call?.role?.file).toBe(file);
  });

  it('reads name, header and year', () => {
    const text =
      'x:\n\tcontroller-gen rbac:roleName="my-role",headerFile=./hack/head.txt,year=2024 paths=./a\n';
    expect(callsOf('Makefile', text)[0]?.role).toMatchObject({
      roleName: 'my-role',
      headerFile: 'hack/head.txt',
      year: '2024',
    });
  });

  it('does not know a name behind an undefined variable', () => {
    const [call] = callsOf('Makefile', 'x:\n\tcontroller-gen rbac:roleName=$(NAME) paths=./a\n');
    expect(call?.role?.roleName).toBeUndefined();
  });
});

describe('other files', () => {
  it('reads a script, wherever it goes first', () => {
    const text = `#!/bin/bash\nGEN="$ROOT/controller-gen"\ncd "$(dirname "$0")/.."\n"\${GEN}" rbac:roleName=r paths="./a"\n`;
    const [call] = callsOf('hack/generate.sh', text);
    expect(call?.directory).toBe('.');
    expect(patternsOf('hack/generate.sh', text)).toEqual([['./a']]);
  });

  it('reads a Taskfile', () => {
    const text =
      'vars:\n  CONTROLLER_GEN: bin/controller-gen\ntasks:\n  x:\n    cmds:\n      - "{{.CONTROLLER_GEN}} rbac:roleName=r paths=./a"\n';
    expect(patternsOf('Taskfile.yml', text)).toEqual([['./a']]);
  });

  it('reads a go:generate line in the folder of its file', () => {
    const text = 'package api\n\n//go:generate controller-gen rbac:roleName=r paths=. output:dir=../config\n';
    const [call] = callsOf('sub/api/doc.go', text);
    expect(call?.directory).toBe('sub/api');
    expect(call?.role?.file).toBe('sub/config/role.yaml');
  });

  it('takes the version of a go run', () => {
    const text =
      'x:\n\tgo run sigs.k8s.io/controller-tools/cmd/controller-gen@v0.14.0 rbac:roleName=r paths=./a\n';
    expect(callsOf('Makefile', text)[0]?.version).toEqual({
      version: 'v0.14.0',
      file: 'Makefile',
      from: 'pin',
    });
  });
});

it('is quick where very many variables name it, and each other', () => {
  const many = Array.from({ length: 30_000 }, (_, n) => `V${n} := controller-gen $(V${n + 1})`).join('\n');
  expect(callsOf('Makefile', `${many}\nall:\n\t$(V0) rbac:roleName=r paths=./...\n`).length).toBeLessThan(2);
}, 20_000);
