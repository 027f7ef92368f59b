import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Project, type SourceFile, SyntaxKind } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import { pathsIn } from './tools/tree.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const project = new Project({
  tsConfigFilePath: join(root, 'tsconfig.json'),
  skipAddingFilesFromTsConfig: true,
});
project.addSourceFilesAtPaths(join(root, 'src/**/*.ts'));
const files = project.getSourceFiles();
const sources = files.filter((file) => !/\.test(?:ing)?\.ts$/.test(pathOf(file)));

/**
 * Which part may import from which (design §4): only from parts further down this list, and from itself. Parts of one line
 * do not know each other. The contract of a step is what steps and the engine that runs them share.
 */
const LAYERS: readonly (readonly string[])[] = [
  ['start', 'bundle'],
  ['cli', 'index', 'code-cache'],
  ['commands'],
  ['summary', 'pull-request'],
  ['reports'],
  ['migration'],
  ['steps', 'rules', 'proofs', 'metrics-proxy', 'bump'],
  ['contract'],
  ['survey'],
  ['golang', 'kubernetes', 'makefile'],
  ['yaml'],
  ['repository'],
];
const CONTRACT = ['step', 'rule', 'decision', 'endpoint', 'endpoint-flags', 'endpoint-traits', 'finding'].map(
  (name) => `src/migration/${name}.ts`,
);

describe('imports', () => {
  test('every file belongs to a part of the design', () => {
    expect(sources.map(pathOf).filter((path) => layerOf(partOf(path)) === -1)).toEqual([]);
  });

  test('point downwards only', () => {
    const upwards = files.flatMap((file) =>
      importedFiles(file)
        .filter((target) => !mayImport(pathOf(file), target))
        .map((target) => `${pathOf(file)} → ${target}`),
    );
    expect(upwards).toEqual([]);
  });

  test('a step does not import from another', () => {
    const across = sources.flatMap((file) => {
      const [own] = /^src\/(?:steps|rules)\/[^/]+\//.exec(pathOf(file)) ?? [];
      const others = importedFiles(file).filter((target) => /^src\/(?:steps|rules)\/[^/]+\//.test(target));
      return own === undefined
        ? []
        : others.filter((target) => !target.startsWith(own)).map((target) => `${pathOf(file)} → ${target}`);
    });
    expect(across).toEqual([]);
  });

  test('tests are imported by nobody', () => {
    expect(files.flatMap(importedFiles).filter((path) => path.endsWith('.test.ts'))).toEqual([]);
  });
});

describe('code', () => {
  test('only cli.ts ends the process', () => {
    const ending = files
      .filter((file) => /process\.(?:exit\b|exitCode|abort)/.test(file.getFullText()))
      .map(pathOf);
    expect(ending.filter((path) => path !== 'src/cli.ts')).toEqual([]);
  });

  test('there is no any, and no comment that turns the compiler off', () => {
    const typed = files.filter((file) => file.getDescendantsOfKind(SyntaxKind.AnyKeyword).length > 0);
    const silenced = files.filter((file) => /@ts-(?:ignore|expect-error|nocheck)/.test(file.getFullText()));
    expect([...typed, ...silenced].map(pathOf)).toEqual([]);
  });

  test('one module knows simple-git: it builds the clean environment', () => {
    const naming = files.filter((file) => /['"]simple-git['"]/.test(file.getFullText()));
    expect(naming.map(pathOf)).toEqual(['src/repository/git-run.ts']);
  });

  test('YAML is parsed in two places, both behind the limits', () => {
    const parsing = sources.filter((file) =>
      /\b(?:parse(?:AllDocuments|Document)?|Parser|Composer)\b[^;]*\} from 'yaml'/.test(file.getFullText()),
    );
    expect(parsing.map(pathOf).sort()).toEqual([
      'src/golang/edits/importas.ts',
      'src/kubernetes/yaml-documents.ts',
    ]);
    expect(parsing.filter((file) => !/\bcheckYamlLimits\(/.test(file.getFullText())).map(pathOf)).toEqual([]);
  });

  test('what writes knows no parser, so that one that aborts cannot take a journal with it', () => {
    const writing = sources.filter((file) => partOf(pathOf(file)) === 'repository');
    const parsing = writing.filter((file) =>
      /['"](?:yaml|[\w-]*tree-sitter[\w-]*)['"]/.test(file.getFullText()),
    );
    expect(writing.length).toBeGreaterThan(30);
    expect(parsing.map(pathOf)).toEqual([]);
  });

  test('only the proof that asks a live endpoint can reach a network, and the client of pull-request', () => {
    const modules =
      /\bfrom 'node:(?:https?|http2|net|tls|dns|dgram)(?:\/promises)?'|import\('node:(?:http|net|tls|dns|dgram)/;
    const globals =
      /\bglobalThis\.fetch\b|\bawait fetch\((?!url, room, binary\))|\bnew (?:WebSocket|EventSource)\b/;
    const reaching = sources.filter((file) =>
      [modules, globals].some((pattern) => pattern.test(file.getFullText())),
    );
    expect(new Set(reaching.map((file) => dirname(pathOf(file))))).toEqual(new Set(['src/proofs/live']));
    const asking = sources.filter((file) => /['"]@octokit\/request['"]/.test(file.getFullText()));
    expect(asking.map(pathOf)).toEqual(['src/pull-request/github-client.ts']);
  });

  test('no text is run as code but the bundle itself, and no program by a shell', () => {
    const running =
      /\beval\(|\bnew Function\b|'node:(?:vm|worker_threads|cluster)'|\bshell: (?:true|')|\bexec(?:File)?Sync\(/;
    const found = sources.filter((file) => running.test(file.getFullText())).map(pathOf);
    expect(found).toEqual(['src/code-cache.ts']);
  });

  test('only apply, state and git may write or start programs', () => {
    const writing = sources.filter((file) =>
      /node:child_process|\b(?:writeFile|rename|unlink|rmdir|mkdir|rm)(?:Sync)?\(/.test(file.getFullText()),
    );
    const allowed = /^src\/(?:repository|commands|proofs|code-cache|migration\/(?:tidy|apply))/;
    expect(writing.map(pathOf).filter((path) => !allowed.test(path))).toEqual([]);
  });
});

describe('steps and rules', () => {
  test.each(folders('src/steps').concat(folders('src/rules')))(
    '%s has its code, its page and its test',
    (folder) => {
      const names = readdirSync(join(root, folder));
      expect(names).toEqual(expect.arrayContaining(['index.ts', 'readme.md']));
      expect(names.filter((name) => name.endsWith('.test.ts'))).not.toEqual([]);
    },
  );

  test.each(folders('src/rules'))(
    '%s shows its fault, a near miss, and its repair or why there is none',
    (folder) => {
      // `describeRule` requires all three.
      expect(readFileSync(join(root, folder, 'index.test.ts'), 'utf8')).toMatch(/^describeRule\(rule, \{/m);
    },
  );

  test.each([...folders('src/steps'), ...folders('src/rules')])('%s is in the ordered list', (folder) => {
    const [, kind] = folder.split('/');
    expect(readFileSync(join(root, `src/migration/${kind}.ts`), 'utf8')).toContain(
      `${folder.slice('src/'.length)}/index.ts`,
    );
  });
});

/** Names of known providers and their owners, as the first digits of their SHA-256: here they would be what they must not be. */
const PROVIDERS = new Set([
  '00ea29fea9e8',
  '17df9f614224',
  '7d63546d79cc',
  '07fecdd1666a',
  'b050f2ef23a1',
  '294aa8d75483',
  '19b0ed4a5096',
  '154f6f7f94a6',
  'f689954fb7af',
  '22c1bccf4903',
  '5feeabbf59b2',
  'ecddf9a511a7',
  '5b7854f39b5c',
  '71af30ac974a',
  '55018e0e8e29',
  'cc59c8d02196',
  '68f641b83da1',
  'f7e9dc43fd6e',
  'ec61bcb4e4f9',
  'cfcce2e0b76d',
  'd20dbd6a870c',
  'b3a577217a7b',
  '2b63f2d712cd',
  'd891e12e28ae',
  '200e997d97c7',
  'a0d3d2247dd0',
  '2144c15eea81',
  '5798625f00ad',
  '8f9ee79ff7df',
  'e08f4c9c3614',
  'cace491b6955',
  '44f1a0344098',
  '8270e6d7ff4c',
  '723be1061c65',
  '9202af6ce925',
  'bb1dd078b663',
  '61ec4ba5d854',
]);

describe('nothing is made for one repository', () => {
  test.each(['src', 'test', 'fixtures'])('%s names no known provider', (folder) => {
    const naming = textsIn(folder).flatMap(([path, text]) =>
      words(`${path} ${text}`)
        .filter((word) => PROVIDERS.has(createHash('sha256').update(word).digest('hex').slice(0, 12)))
        .map((word) => `${path}: ${word}`),
    );
    expect(naming).toEqual([]);
  });

  test.each(['src', 'test', 'fixtures', '.ci'])('%s holds no path of a machine', (folder) => {
    const machine = /(?<![\w.$}-])\/(?:root|home\/\w+|Users\/\w+|work\/\w+|tmp\/(?!k8s-))/;
    expect(
      textsIn(folder)
        .filter(([path, text]) => path !== 'test/architecture.test.ts' && machine.test(text))
        .map(([path]) => path),
    ).toEqual([]);
  });
});

function pathOf(file: SourceFile): string {
  return relative(root, file.getFilePath());
}

function importedFiles(file: SourceFile): readonly string[] {
  return [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap((declaration) => {
    const target = declaration.getModuleSpecifierSourceFile();
    const path = target === undefined ? '' : pathOf(target);
    return path.startsWith('src/') ? [path] : [];
  });
}

/** `src/golang/edits/names.ts` is part of golang; `src/cli.ts` of cli. */
function partOf(path: string): string {
  if (CONTRACT.includes(path)) return 'contract';
  return path.split('/')[1]?.replace(/(?:\.test)?\.ts$/, '') ?? '';
}

function layerOf(part: string): number {
  return LAYERS.findIndex((layer) => layer.includes(part));
}

function mayImport(from: string, to: string): boolean {
  const [own, other] = [partOf(from), partOf(to)];
  return own === other || layerOf(own) < layerOf(other);
}

function folders(path: string): readonly string[] {
  const folder = join(root, path);
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map((entry) => join(path, entry.name));
}

function textsIn(folder: string): readonly (readonly [string, string])[] {
  const all = existsSync(join(root, folder)) ? pathsIn(join(root, folder)) : [];
  return all.map((path) => [join(folder, path), readFileSync(join(root, folder, path), 'utf8')]);
}

function words(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .split(/[^a-z0-9]+/),
    ),
  ];
}
