import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { goMod, mainGo, provider } from '../setup/provider.ts';
import { writeTestFile } from '../setup/testdir.ts';

/** A bad or odd input, and how it is answered. */
export interface BadInput {
  readonly name: string;
  /** Files over those of a small provider; undefined takes one away. */
  readonly files?: Readonly<Record<string, string | Buffer | undefined>>;
  /** What files alone cannot say. */
  prepare?(root: string): void;
  /** `migrated`: edited all the same; `left`: exit 0 without a change; else the code of the refusal. Two of them where the speed of the machine decides. */
  readonly answer: string;
}

const manager = provider()['config/manager/manager.yaml'] ?? '';
const main = mainGo();
const mod = goMod();
const MIB = 1024 * 1024;
const repeat = (text: string, count: number) => text.repeat(count);
const inMain = (body: string) => mainGo({ body });
const more = (yaml: string) => ({ 'config/manager/more.yaml': yaml });
const conflict = (text: string) => `<<<<<<< ours\n${text}=======\n${text}>>>>>>> theirs\n`;

const MAIN = 'main.go';
const MOD = 'go.mod';
const MANAGER = 'config/manager/manager.yaml';
const KUSTOMIZATION = 'config/manager/kustomization.yaml';

/** Bytes that are no text, in each kind of file. */
const bytes: readonly BadInput[] = [
  {
    name: 'Go in Latin-1',
    files: { [MAIN]: Buffer.from(`// caf\u00e9\n${main}`, 'latin1') },
    answer: 'not-utf8',
  },
  { name: 'Go in UTF-16', files: { [MAIN]: Buffer.from(`\uFEFF${main}`, 'utf16le') }, answer: 'left' },
  {
    name: 'Go with a truncated character',
    files: { [MAIN]: Buffer.concat([Buffer.from(`${main}// `), Buffer.from([0xe2, 0x82])]) },
    answer: 'not-utf8',
  },
  {
    name: 'Go with an encoded surrogate',
    files: { [MAIN]: Buffer.concat([Buffer.from(`${main}// `), Buffer.from([0xed, 0xa0, 0x80, 0x0a])]) },
    answer: 'not-utf8',
  },
  {
    name: 'Go with an overlong encoding',
    files: { [MAIN]: Buffer.concat([Buffer.from(`${main}// `), Buffer.from([0xc0, 0xaf, 0x0a])]) },
    answer: 'not-utf8',
  },
  { name: 'Go with a NUL', files: { [MAIN]: `${main}// \0\n` }, answer: 'nul-byte' },
  {
    name: 'Go with CR lines',
    files: { [MAIN]: main.replaceAll('\n', '\r') },
    answer: 'carriage-return-lines',
  },
  { name: 'Go with a byte order mark', files: { [MAIN]: `\uFEFF${main}` }, answer: 'migrated' },
  { name: 'Go without a final newline', files: { [MAIN]: main.trimEnd() }, answer: 'migrated' },
  { name: 'an empty main.go', files: { [MAIN]: '' }, answer: 'left' },
  { name: 'a main.go of blanks', files: { [MAIN]: ' \n\t\n' }, answer: 'left' },
  {
    name: 'a program in the place of main.go',
    files: { [MAIN]: Buffer.concat([Buffer.from('\x7fELF\0\0'), Buffer.from(main)]) },
    answer: 'nul-byte',
  },
  {
    name: 'Go of more than 2 MiB',
    files: { [MAIN]: `${main}${repeat('// filler\n', 220_000)}` },
    answer: 'file-too-large',
  },
  {
    name: 'YAML in Latin-1',
    files: { [MANAGER]: Buffer.from(`# caf\u00e9\n${manager}`, 'latin1') },
    answer: 'not-utf8',
  },
  { name: 'YAML with a NUL', files: { [MANAGER]: `${manager}# \0\n` }, answer: 'nul-byte' },
  {
    name: 'YAML with CR lines',
    files: { [MANAGER]: manager.replaceAll('\n', '\r') },
    answer: 'carriage-return-lines',
  },
  { name: 'YAML with a byte order mark', files: { [MANAGER]: `\uFEFF${manager}` }, answer: 'migrated' },
  { name: 'YAML with CRLF', files: { [MANAGER]: manager.replaceAll('\n', '\r\n') }, answer: 'migrated' },
  { name: 'YAML without a final newline', files: { [MANAGER]: manager.trimEnd() }, answer: 'migrated' },
  {
    name: 'YAML of more than 4 MiB',
    files: { [MANAGER]: `${manager}${repeat('# filler\n', 480_000)}` },
    answer: 'file-too-large',
  },
  { name: 'an empty manager.yaml', files: { [MANAGER]: '' }, answer: 'migrated' },
  {
    name: 'go.mod in Latin-1',
    files: { [MOD]: Buffer.from(`// caf\u00e9\n${mod}`, 'latin1') },
    answer: 'not-utf8',
  },
  { name: 'go.mod with a NUL', files: { [MOD]: `${mod}// \0\n` }, answer: 'nul-byte' },
  { name: 'go.mod with CRLF', files: { [MOD]: mod.replaceAll('\n', '\r\n') }, answer: 'migrated' },
  { name: 'an empty go.mod', files: { [MOD]: '' }, answer: 'go-mod-syntax' },
  {
    name: 'a Makefile in Latin-1',
    files: {
      Makefile: Buffer.from(
        '# caf\u00e9\nmanifests:\n\tcontroller-gen rbac:roleName=manager-role paths="./..."\n',
        'latin1',
      ),
    },
    answer: 'not-utf8',
  },
];

/** Merge conflicts. */
const conflicts: readonly BadInput[] = [
  { name: 'conflict markers in Go', files: { [MAIN]: conflict(main) }, answer: 'go-syntax' },
  { name: 'conflict markers in YAML', files: { [MANAGER]: conflict(manager) }, answer: 'yaml-syntax' },
  { name: 'conflict markers in go.mod', files: { [MOD]: conflict(mod) }, answer: 'go-mod-syntax' },
  {
    name: 'conflict markers in a kustomization',
    files: { [KUSTOMIZATION]: conflict('resources:\n- manager.yaml\n') },
    answer: 'yaml-syntax',
  },
  {
    name: 'conflict markers in the Makefile',
    files: { Makefile: conflict('manifests:\n\tcontroller-gen rbac:roleName=manager-role paths="./..."\n') },
    answer: 'migrated',
  },
];

/** Go that is wrong, or made to hurt. */
const go: readonly BadInput[] = [
  {
    name: 'Go with a syntax error',
    files: { [MAIN]: main.replace('func main() {', 'func main( {') },
    answer: 'go-syntax',
  },
  { name: 'an unclosed string', files: { [MAIN]: inMain('\tx := "unclosed\n') }, answer: 'go-syntax' },
  { name: 'an unclosed comment', files: { [MAIN]: `${main}/* unclosed` }, answer: 'go-syntax' },
  { name: 'an unclosed raw string', files: { [MAIN]: `${main}var x = \`` }, answer: 'go-syntax' },
  {
    name: '40,001 backticks',
    files: { [MAIN]: `${main}var x = ${repeat('`', 40_001)}` },
    answer: 'go-parse-limit or go-syntax',
  },
  {
    name: 'a million quotes',
    files: { [MAIN]: `${main}var x = ${repeat('"', MIB)}` },
    // A fast machine reads it within the limit.
    answer: 'go-parse-limit or go-syntax',
  },
  {
    name: '20,000 nested parentheses',
    files: { [MAIN]: inMain(`\t_ = ${repeat('(', 20_000)}1${repeat(')', 20_000)}\n`) },
    answer: 'go-too-deep',
  },
  {
    name: '20,000 nested blocks',
    files: { [MAIN]: inMain(`\t${repeat('{', 20_000)}${repeat('}', 20_000)}\n`) },
    answer: 'go-too-deep',
  },
  {
    name: '20,000 opening brackets',
    files: { [MAIN]: inMain(`\t${repeat('[', 20_000)}\n`) },
    answer: 'go-syntax or go-too-deep',
  },
  {
    name: 'a sum of 20,000 terms',
    files: { [MAIN]: inMain(`\t_ = 1${repeat(' + 1', 20_000)}\n`) },
    answer: 'go-too-deep',
  },
  {
    name: '5,000 signs before a number',
    files: { [MAIN]: inMain(`\t_ = ${repeat('-', 5_000)}1\n`) },
    answer: 'go-too-deep or go-syntax',
  },
  {
    name: 'a chain of 5,000 calls',
    files: { [MAIN]: inMain(`\tx${repeat('.f()', 5_000)}\n`) },
    answer: 'go-too-deep',
  },
  {
    name: '3,000 else-ifs',
    files: { [MAIN]: inMain(`\tif a {\n\t}${repeat(' else if a {\n\t}', 3_000)}\n`) },
    answer: 'go-too-deep',
  },
  {
    name: 'a list of 100,000 numbers',
    files: { [MAIN]: `${main}\nvar numbers = []int{${repeat('1,', 100_000)}}\n` },
    answer: 'migrated',
  },
  {
    name: 'a name of a million letters',
    files: { [MAIN]: `${main}\nvar ${repeat('x', MIB)} int\n` },
    answer: 'migrated',
  },
  {
    name: '100,000 errors in a row',
    files: { [MAIN]: `${main}${repeat('@ ', 100_000)}` },
    answer: 'go-syntax',
  },
  {
    name: 'a generated main.go',
    files: { [MAIN]: `// Code generated by hand. DO NOT EDIT.\n\n${main}` },
    answer: 'generated-file',
  },
  {
    name: 'a main.go that is never built',
    files: { [MAIN]: `//go:build ignore\n\n${main}` },
    answer: 'left',
  },
  {
    name: 'a main.go with names in other scripts',
    files: { [MAIN]: inMain('\tπ := 1\n\t_ = π\n\tvar 名字 = "日本語 😀"\n\t_ = 名字\n') },
    answer: 'migrated',
  },
  {
    name: 'a main.go with bidirectional text',
    files: { [MAIN]: inMain('\t// \u202e } \u2066 if admin \u2069\n') },
    answer: 'migrated',
  },
  {
    name: 'a dot import of controller-runtime',
    files: { [MAIN]: main.replace('ctrl "sigs', '. "sigs').replaceAll('ctrl.', '') },
    answer: 'dot-import',
  },
  {
    name: 'another Go file of the package that is broken',
    files: { 'broken.go': 'package main\n\nfunc x( {\n' },
    answer: 'migrated',
  },
  {
    name: 'cgo',
    files: { [MAIN]: main.replace('import (', '// #include <stdio.h>\nimport "C"\n\nimport (') },
    answer: 'migrated',
  },
];

/** YAML that is wrong, or made to hurt. */
const yaml: readonly BadInput[] = [
  {
    name: 'an alias bomb',
    files: {
      [MANAGER]: `a: &a [x, x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((key, at) => `${key}: &${key} [${repeat(`*${'abcdefgh'[at]}, `, 20)}]`).join('\n')}\n---\n${manager}`,
    },
    answer: 'migrated',
  },
  { name: 'an alias of itself', files: { [MANAGER]: `${manager}extra: &a [*a]\n` }, answer: 'migrated' },
  { name: 'an alias of nothing', files: { [MANAGER]: `${manager}extra: *nothing\n` }, answer: 'migrated' },
  {
    name: '3,000 nested brackets, in two files',
    files: {
      [MANAGER]: `${manager}---\nkind: Deployment\nx: ${repeat('[', 3_000)}\n`,
      'config/default/b.yaml': `kind: Deployment\nx: ${repeat('[', 3_000)}`,
    },
    answer: 'yaml-limit',
  },
  {
    name: 'a Deployment with 3,000 nested brackets',
    files: { [MANAGER]: `${manager}extra: ${repeat('[', 3_000)}\n` },
    answer: 'yaml-limit',
  },
  {
    name: '2,000 nested braces',
    files: { [MANAGER]: `${manager}---\nx: ${repeat('{a: ', 2_000)}` },
    answer: 'migrated',
  },
  {
    name: '1,000 nested mappings',
    files: {
      [MANAGER]: `${manager}---\n${Array.from({ length: 1_000 }, (_, at) => `${repeat(' ', at)}a:`).join('\n')}\n`,
    },
    answer: 'migrated',
  },
  {
    name: '1,000 compact dashes',
    files: { [MANAGER]: `${manager}---\n${repeat('- ', 1_000)}x\n` },
    answer: 'migrated',
  },
  {
    name: '20,000 dashes with tabs between them',
    files: { [MANAGER]: `${manager}---\nkind: Deployment\nx:\n${repeat('-\t', 20_000)}x\n` },
    answer: 'yaml-limit',
  },
  {
    name: '3,000 nested brackets in the configuration of a linter',
    files: {
      '.golangci.yml': `linters-settings: {importas: ${repeat('[', 3_000)}`,
      '.golangci.yaml': `x: importas\ny: ${repeat('[', 3_000)}`,
    },
    answer: 'migrated',
  },
  {
    name: 'a pattern of a linter that takes for ever',
    files: {
      '.golangci.yml': 'linters-settings: {importas: {alias: [{pkg: "(\\\\w|[^ ])*!", alias: x}]}}\n',
    },
    answer: 'migrated',
  },
  {
    name: 'a million empty lines in the configuration of a linter',
    files: { '.golangci.toml': `importas${repeat('\n', MIB)}` },
    answer: 'migrated',
  },
  {
    name: '700 explicit keys in each other',
    files: { [MANAGER]: `${manager}---\n${repeat('? ', 700)}x\n` },
    answer: 'migrated',
  },
  {
    name: '4 MB of quotes',
    files: { [MANAGER]: `${manager}---\nx: ${repeat('"', 4 * MIB - 2_000)}` },
    answer: 'migrated',
  },
  {
    name: '500,000 empty lines before a manifest',
    files: { [MANAGER]: `${repeat('\n', 500_000)}${manager}` },
    answer: 'migrated',
  },
  {
    name: '500,000 empty lines in a template of a chart',
    files: {
      'charts/a/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
      'charts/a/templates/x.yaml': `${repeat('\n', 500_000)}a: {{ .Values.x }}\n`,
    },
    answer: 'migrated',
  },
  {
    name: '500,000 empty lines',
    files: { [MANAGER]: `${manager}${repeat('\n', 500_000)}` },
    answer: 'migrated',
  },
  {
    name: '20,000 keys',
    files: {
      [MANAGER]: `${manager}---\n${Array.from({ length: 20_000 }, (_, at) => `k${at}: 1`).join('\n')}\n`,
    },
    answer: 'migrated',
  },
  { name: 'a duplicate key', files: { [MANAGER]: `${manager}kind: Service\n` }, answer: 'yaml-syntax' },
  {
    name: 'a merge key',
    files: { [MANAGER]: `${manager}---\na: &a {b: 1}\nc:\n  <<: *a\n` },
    answer: 'migrated',
  },
  {
    name: '__proto__ and constructor as keys',
    files: {
      [MANAGER]: `${manager}__proto__:\n  polluted: true\nconstructor: {prototype: {polluted: true}}\n`,
    },
    answer: 'migrated',
  },
  {
    name: '__proto__ as the name of a resource',
    files: { [KUSTOMIZATION]: 'resources:\n- manager.yaml\n- __proto__\n- constructor\n' },
    answer: 'migrated',
  },
  {
    name: 'a tag that asks for an object',
    files: { [MANAGER]: `${manager}extra: !!python/object/apply:os.system ["true"]\n` },
    answer: 'migrated',
  },
  {
    name: 'a directive for YAML 1.1',
    files: { [MANAGER]: `%YAML 1.1\n---\n${manager}` },
    answer: 'migrated',
  },
  {
    name: 'a directive for YAML 9.9',
    files: { [MANAGER]: `%YAML 9.9\n---\n${manager}` },
    answer: 'migrated',
  },
  {
    name: 'tabs as indentation',
    files: { [MANAGER]: manager.replace('  template:', '\ttemplate:') },
    answer: 'yaml-syntax',
  },
  {
    name: 'a list as the root',
    files: { [MANAGER]: `- ${manager.replaceAll('\n', '\n  ').trimEnd()}\n` },
    answer: 'migrated',
  },
  {
    name: 'null documents',
    files: { [MANAGER]: `---\n---\nnull\n---\n~\n---\n${manager}---\n` },
    answer: 'migrated',
  },
  { name: 'comments alone', files: { [MANAGER]: '# nothing\n' }, answer: 'migrated' },
  { name: 'a document that is ended by dots', files: { [MANAGER]: `${manager}...\n` }, answer: 'migrated' },
  {
    name: 'keys that are no text',
    files: { [MANAGER]: `${manager}1: a\ntrue: b\n[a, b]: c\n{d: e}: f\n` },
    answer: 'migrated',
  },
  { name: 'a wrong escape', files: { [MANAGER]: `${manager}extra: "\\q"\n` }, answer: 'yaml-syntax' },
  {
    name: 'numbers in the place of arguments',
    files: {
      [MANAGER]: manager.replace(
        '- --metrics-bind-address=127.0.0.1:8080',
        '- 8080\n        - true\n        - null\n        - 1e999',
      ),
    },
    answer: 'migrated',
  },
  {
    name: 'a mapping in the place of arguments',
    files: {
      [MANAGER]: manager.replace('        - --metrics-bind-address=127.0.0.1:8080', '          metrics: yes'),
    },
    answer: 'arguments-no-list',
  },
  {
    name: 'containers that are no list',
    files: { [MANAGER]: manager.replace(/containers:[\s\S]*/, 'containers: none\n') },
    answer: 'migrated',
  },
  {
    name: 'a scalar of 3 MB',
    files: {
      ...more(`kind: ConfigMap\ndata:\n  x: ${repeat('x', 3 * MIB)}\n`),
      [KUSTOMIZATION]: 'resources:\n- manager.yaml\n- more.yaml\n',
    },
    answer: 'migrated',
  },
  {
    name: 'a Helm template among the manifests',
    files: { ...more('{{- if .Values.x }}\nkind: Deployment\n{{- end }}\n') },
    answer: 'migrated',
  },
];

/** Paths in files that lead elsewhere. */
const paths: readonly BadInput[] = [
  {
    name: 'a resource far above the repository',
    files: { [KUSTOMIZATION]: 'resources:\n- manager.yaml\n- ../../../../../../../../etc/passwd\n' },
    answer: 'migrated',
  },
  {
    name: 'an absolute resource',
    files: { [KUSTOMIZATION]: 'resources:\n- manager.yaml\n- /etc/passwd\n' },
    answer: 'migrated',
  },
  {
    name: 'a remote resource',
    files: {
      [KUSTOMIZATION]:
        'resources:\n- manager.yaml\n- https://192.0.2.1/x.yaml\n- github.com/example/x?ref=main\n',
    },
    answer: 'migrated',
  },
  {
    name: 'a kustomization that names itself',
    files: { [KUSTOMIZATION]: 'resources:\n- manager.yaml\n- .\n- ../manager\n' },
    answer: 'migrated',
  },
  {
    name: 'kustomizations in a circle',
    files: {
      'config/default/kustomization.yaml': 'resources:\n- ../manager\n- ../a\n',
      'config/a/kustomization.yaml': 'resources: [../b]\n',
      'config/b/kustomization.yaml': 'resources: [../a, ../default]\n',
    },
    answer: 'migrated',
  },
  {
    name: 'a patch above the repository',
    files: {
      'config/default/kustomization.yaml':
        'resources:\n- ../manager\npatches:\n- path: ../../../outside.yaml\n',
    },
    answer: 'migrated',
  },
  {
    name: 'a resource that is missing',
    files: { [KUSTOMIZATION]: 'resources:\n- manager.yaml\n- missing.yaml\n' },
    answer: 'migrated',
  },
  {
    name: 'a replace directive that leads outside',
    files: { [MOD]: `${mod}\nreplace sigs.k8s.io/cluster-api => ../../../outside\n` },
    answer: 'migrated',
  },
  {
    name: 'a go.work that leads outside',
    files: { 'go.work': 'go 1.24.0\n\nuse (\n\t.\n\t../../outside\n\t/etc\n)\n' },
    answer: 'migrated',
  },
  {
    name: 'a Makefile that includes a system file and itself',
    files: {
      Makefile:
        'include /etc/passwd\ninclude Makefile\n-include ../../x.mk\nmanifests:\n\tcontroller-gen rbac:roleName=manager-role paths="./..."\n',
    },
    answer: 'migrated',
  },
];

/** go.mod and Makefile that are wrong. */
const build: readonly BadInput[] = [
  {
    name: 'a go.mod without a module',
    files: { [MOD]: mod.replace(/^module.*\n/, '') },
    answer: 'go-mod-syntax',
  },
  { name: 'a go.mod of garbage', files: { [MOD]: '%%%% not a go.mod\n((((\n' }, answer: 'go-mod-syntax' },
  {
    name: 'an unclosed require block',
    files: { [MOD]: mod.replace(/\n\)\n$/, '\n') },
    answer: 'go-mod-syntax',
  },
  { name: 'a version that is none', files: { [MOD]: goMod({ clusterApi: 'latest' }) }, answer: 'migrated' },
  {
    name: 'a version of a thousand digits',
    files: { [MOD]: goMod({ clusterApi: `v1.${repeat('9', 1_000)}.0` }) },
    answer: 'migrated',
  },
  {
    name: 'a module twice',
    files: {
      [MOD]: mod.replace(
        '\tsigs.k8s.io/cluster-api ',
        '\tsigs.k8s.io/cluster-api v1.5.0\n\tsigs.k8s.io/cluster-api ',
      ),
    },
    answer: 'migrated',
  },
  {
    name: 'a go.mod of 20,000 lines',
    files: {
      [MOD]: `${mod}\nrequire (\n${Array.from({ length: 20_000 }, (_, at) => `\texample.org/m${at} v1.0.0`).join('\n')}\n)\n`,
    },
    answer: 'migrated',
  },
  {
    name: 'a variable that is itself',
    files: {
      Makefile: 'A = $(B)\nB = $(A) $(A)\nmanifests:\n\t$(A) rbac:roleName=manager-role paths="$(B)"\n',
    },
    answer: 'migrated',
  },
  {
    name: 'a variable that grows without end',
    files: {
      Makefile: `A0 = xxxxxxxxxx\n${Array.from({ length: 40 }, (_, at) => `A${at + 1} = $(A${at})$(A${at})`).join('\n')}\nmanifests:\n\tcontroller-gen $(A40) rbac:roleName=manager-role paths="./..."\n`,
    },
    answer: 'migrated',
  },
  {
    name: 'a million blanks in a variable',
    files: {
      Makefile: `A = x${repeat(' ', MIB)}y\nmanifests:\n\tcontroller-gen rbac:roleName=manager-role paths="./..."\n`,
    },
    answer: 'migrated',
  },
  {
    name: 'an unclosed reference',
    files: { Makefile: 'manifests:\n\tcontroller-gen $(X rbac:roleName=manager-role "paths=./...\n' },
    answer: 'migrated',
  },
  {
    name: '$(shell) in a Makefile',
    files: {
      Makefile:
        'X := $(shell touch ../executed)\nmanifests:\n\tcontroller-gen `touch ../executed` $(shell touch ../executed) rbac:roleName=manager-role paths="./..."\n',
    },
    answer: 'migrated',
  },
  {
    name: 'a line of a million characters in the Makefile',
    files: {
      Makefile: `manifests:\n\tcontroller-gen ${repeat('x', MIB)} rbac:roleName=manager-role paths="./..."\n`,
    },
    answer: 'migrated',
  },
  {
    name: 'a Makefile with 50,000 continued lines',
    files: {
      Makefile: `manifests:\n\tcontroller-gen rbac:roleName=manager-role \\\n${repeat('\tx \\\n', 50_000)}\tpaths="./..."\n`,
    },
    answer: 'migrated',
  },
  {
    name: 'a configuration with an alias bomb',
    files: { '.diag-codemod.yaml': `a: &a [${repeat('x, ', 200)}]\nb: [${repeat('*a, ', 200)}]\n` },
    answer: 'yaml-limit',
  },
  {
    name: 'a configuration with an unknown key',
    files: { '.diag-codemod.yaml': 'execute: touch ../executed\n' },
    answer: 'wrong-configuration',
  },
];

/** What stands in a directory. */
const folders: readonly BadInput[] = [
  {
    name: 'a FIFO called main.go',
    prepare: (root) => execFileSync('sh', ['-c', 'rm "$0/main.go"; mkfifo "$0/main.go"', root]),
    answer: 'left',
  },
  {
    name: 'FIFOs among the manifests',
    prepare: (root) =>
      execFileSync('mkfifo', [
        join(root, 'config/manager/a.yaml'),
        join(root, 'Makefile'),
        join(root, '.diag-codemod.yaml'),
      ]),
    answer: 'migrated',
  },
  {
    name: 'a link to /dev/zero',
    prepare: (root) => symlinkSync('/dev/zero', join(root, 'config/manager/zero.yaml')),
    answer: 'migrated',
  },
  {
    name: 'a link to a file outside',
    prepare: (root) => link(root, '../outside/main.go', 'cmd/main.go', { 'main.go': main }),
    answer: 'migrated',
  },
  {
    name: 'a folder that is a link outside',
    prepare: (root) => link(root, '../outside', 'charts', { 'deployment.yaml': manager }),
    answer: 'migrated',
  },
  {
    name: 'links in a circle',
    prepare: (root) => {
      symlinkSync('b', join(root, 'a'));
      symlinkSync('a', join(root, 'b'));
      symlinkSync('.', join(root, 'config/self'));
      symlinkSync('..', join(root, 'config/up'));
    },
    answer: 'migrated',
  },
  { name: 'a folder called main.go', files: { [MAIN]: undefined, 'main.go/x.go': main }, answer: 'migrated' },
  {
    name: 'folders 400 deep',
    prepare: (root) => mkdirSync(join(root, repeat('d/', 400)), { recursive: true }),
    answer: 'migrated',
  },
  {
    name: 'a sparse file of 3 GiB',
    prepare: (root) => {
      for (const path of ['config/manager/big.yaml', 'big.go']) {
        writeFileSync(join(root, path), '');
        truncateSync(join(root, path), 3 * 1024 ** 3);
      }
    },
    answer: 'migrated',
  },
  {
    name: 'a name with a line break and an ANSI sequence',
    files: { 'config/manager/\u001b[31mred\n::error::x.yaml': manager },
    answer: 'migrated',
  },
  {
    name: 'a name with bidirectional characters',
    files: { 'config/manager/\u202egnp.yaml': manager },
    answer: 'migrated',
  },
  {
    name: 'a name that is no UTF-8',
    prepare: (root) =>
      writeFileSync(
        Buffer.concat([
          Buffer.from(join(root, 'config/manager/')),
          Buffer.from([0xff, 0xfe]),
          Buffer.from('.yaml'),
        ]),
        manager,
      ),
    answer: 'migrated',
  },
  {
    name: 'names with quotes, backslashes and blanks',
    files: { "config/manager/a\"b\\c 'd'.yaml": manager, 'cmd one/main.go': main },
    answer: 'migrated',
  },
  {
    name: 'a name of 255 bytes',
    files: { [`config/manager/${repeat('n', 250)}.yaml`]: manager },
    answer: 'migrated',
  },
  {
    name: 'names that look like options',
    files: { '-rf.go': 'package main\n', '--output=x.yaml': manager },
    answer: 'migrated',
  },
  {
    name: 'names that differ in case only',
    files: { 'Main.go': 'package main\n', 'CONFIG/manager/manager.yaml': manager },
    answer: 'migrated',
  },
  { name: 'a planted journal', prepare: (root) => plant(root, 'journal/COMMIT'), answer: 'journal-broken' },
  {
    name: 'a planted journal that is well-formed',
    prepare: (root) => plant(root, 'journal/COMMIT', journalFor('main.go')),
    answer: 'journal-foreign',
  },
  {
    name: 'a planted journal that leads outside',
    prepare: (root) => plant(root, 'journal/COMMIT', journalFor('../outside/x')),
    answer: 'journal-broken',
  },
  { name: 'a planted lock', prepare: (root) => plant(root, 'lock/1.1.x.1'), answer: 'migrated' },
  {
    name: 'a planted undo',
    prepare: (root) => plant(root, 'undo/DONE', journalFor('../outside/x')),
    answer: 'migrated',
  },
  {
    name: 'a socket',
    prepare: (root) => {
      createServer().listen(join(root, 'config/s.yaml')).unref();
    },
    answer: 'migrated',
  },
  {
    name: 'a file with the set-user-id bit',
    prepare: (root) => execFileSync('chmod', ['4755', join(root, MAIN)]),
    answer: 'migrated',
  },
  {
    name: 'modules below modules',
    files: { 'a/go.mod': mod, 'a/main.go': main, 'a/b/go.mod': mod, 'a/b/main.go': main },
    answer: 'migrated',
  },
  { name: 'nothing but a go.mod', files: { [MAIN]: undefined, [MANAGER]: undefined }, answer: 'left' },
];

/** All of them, each with a name of its own. */
export const badInputs: readonly BadInput[] = [
  ...bytes,
  ...conflicts,
  ...go,
  ...yaml,
  ...paths,
  ...build,
  ...folders,
];

function link(root: string, target: string, path: string, outside: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(outside)) writeTestFile(join(root, '../outside'), name, text);
  mkdirSync(join(root, path, '..'), { recursive: true });
  symlinkSync(join(root, target), join(root, path));
}

function plant(root: string, path: string, text = 'planted'): void {
  writeTestFile(root, `.diag-codemod/${path}`, text);
}

function journalFor(path: string): string {
  const operations = [{ path, before: null, after: { sha256: '', mode: 0o644 } }];
  return JSON.stringify({ version: 1, purpose: 'migrate', inode: '1', folders: [], emptied: [], operations });
}
