import { oncePerFile } from '../repository/once-per-file.ts';
import type { Repository } from '../repository/repository.ts';
import type { SourceFile } from '../repository/source-file.ts';
import { brokenGoMod, type ModLine, readModLines } from './go-mod-lines.ts';
import type { GoModule, Replacement, Requirement } from './go-module.ts';

/** All directives that Go 1.26 knows. */
const VERBS = [
  'module',
  'go',
  'toolchain',
  'godebug',
  'require',
  'exclude',
  'replace',
  'retract',
  'tool',
  'ignore',
];

/** Folders whose modules are no part of the repository's own code, as Go's `./...` and its authors see it. */
const FOREIGN = /(^|\/)(vendor|testdata|_[^/]*|\.[^/]*)\//;

/** Every go.mod of the repository outside vendor/, testdata/ and folders that Go does not look into. */
export function surveyModules(repository: Repository): GoModule[] {
  return repository.paths
    .filter((path) => (path === 'go.mod' || path.endsWith('/go.mod')) && !FOREIGN.test(path))
    .flatMap((path) => {
      const file = repository.read(path);
      return file
        ? [{ ...moduleIn(file), vendored: repository.has(besideGoMod(path, 'vendor/modules.txt')) }]
        : [];
    });
}

const moduleIn = oncePerFile(parseGoMod);

/**
 * Reads one go.mod. `vendored` is false: only the repository knows.
 * Throws the refusal `go-mod-syntax` with the line where Go would not read it either.
 */
export function parseGoMod(file: SourceFile): GoModule {
  const { lines } = readModLines(file);
  for (const line of lines) checkLine(file, line);
  const modulePath = lines.find(({ verb }) => verb === 'module')?.words[0];
  if (modulePath === undefined) throw brokenGoMod(file, 0, 'there is no module line');
  return {
    directory: file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '.',
    file: file.path,
    modulePath,
    goVersion: lines.find(({ verb }) => verb === 'go')?.words[0],
    requirements: lines.filter(({ verb }) => verb === 'require').flatMap(readRequirement),
    replacements: lines.filter(({ verb }) => verb === 'replace').flatMap(readReplacement),
    vendored: false,
  };
}

/** Path of a file that lies in the folder of a go.mod. */
export function besideGoMod(goMod: string, name: string): string {
  return goMod.slice(0, goMod.length - 'go.mod'.length) + name;
}

function checkLine(file: SourceFile, line: ModLine): void {
  const wrong = problemOf(line);
  if (wrong) throw brokenGoMod(file, line.start, wrong);
}

function problemOf({ verb, words }: ModLine): string | undefined {
  if (!VERBS.includes(verb)) return `${JSON.stringify(verb)} is no directive of a go.mod`;
  if (verb === 'module' && words.length !== 1) return 'a module line names one path';
  if (verb === 'require' && words.length !== 2) return 'a require line names a path and a version';
  if (verb === 'replace' && !isReplacement(words))
    return 'a replace line has the form path [version] => path [version]';
  return undefined;
}

function isReplacement(words: readonly string[]): boolean {
  const arrow = words.indexOf('=>');
  const behind = words.length - arrow - 1;
  return (arrow === 1 || arrow === 2) && (behind === 1 || behind === 2);
}

function readRequirement({ words, comment, start, end }: ModLine): Requirement[] {
  const [path, version] = words;
  if (path === undefined || version === undefined) return [];
  // `// indirect; why` counts too (modfile's isIndirect).
  return [{ path, version, indirect: /^indirect(;|$)/.test(comment ?? ''), start, end }];
}

function readReplacement({ words }: ModLine): Replacement[] {
  const arrow = words.indexOf('=>');
  const [path, version] = words.slice(0, arrow);
  const [target, targetVersion] = words.slice(arrow + 1);
  if (path === undefined || target === undefined) return [];
  return [{ path, target, ...(version && { version }), ...(targetVersion && { targetVersion }) }];
}
