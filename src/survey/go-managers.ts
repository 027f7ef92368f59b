import { packagesOfBinary } from '../golang/binary.ts';
import { isBuilt } from '../golang/build-constraint.ts';
import { mayParse, parseSites } from '../golang/command-line.ts';
import { describeManager } from '../golang/describe-manager.ts';
import type { GoModule } from '../golang/go-module.ts';
import { callOfMaker, managerMakers, mayMakeManager, mayShapeManager } from '../golang/manager-call.ts';
import type { ManagerSource } from '../golang/manager-source.ts';
import { field, type Located, within } from '../golang/node.ts';
import { type GoPackage, GoProgram } from '../golang/program.ts';
import { reachWithin } from '../golang/reach.ts';
import type { GoFile, Node } from '../golang/syntax.ts';
import type { Repository } from '../repository/repository.ts';

/**
 * Every controller manager of the repository: a package main from whose `func main` a call of controller-runtime's
 * NewManager is reached, in the same package or through others of the repository. `loadGoGrammar()` comes first.
 *
 * Managers of tests (`test/` folders, `_test.go`, `testdata/`) and managers that nothing reaches from an entry point
 * are none (design §2). Throws a refusal for a file that matters and is not valid Go.
 */
export function surveyManagerSources(repository: Repository, modules: readonly GoModule[]): ManagerSource[] {
  const program = new GoProgram(repository, modules);
  const shaping = filesThatShapeManagers(program);
  if (!shaping.some((path) => mayMakeManager(program.text(path)))) return [];
  const leading = packagesLeadingTo(
    program,
    new Set(shaping.map((path) => program.packageOf(path)?.importPath ?? '')),
  );
  const reach = reachWithin(program, leading);
  return entryPoints(program, leading).flatMap((entry) => {
    const reached = withReaders(program, entry, leading, reach(entry));
    const makers = makersIn(program, reached);
    return makers.length === 0 ? [] : describeManager(program, entry, reached, makers);
  });
}

/** Whether any file speaks of making one. Without, {@link surveyManagerSources} parses nothing. */
export function mayMakeManagers(repository: Repository): boolean {
  return repository.paths.some((path) => {
    if (!path.endsWith('.go') || path.endsWith('_test.go')) return false;
    return mayMakeManager(repository.tryRead(path)?.text ?? '');
  });
}

/** Files that make managers, and those that make their options. */
function filesThatShapeManagers(program: GoProgram): string[] {
  return [...program.packages]
    .filter((goPackage) => !isTestFolder(goPackage.directory))
    .flatMap((goPackage) => goPackage.paths.filter((path) => mayShapeManager(program.text(path))));
}

/**
 * e2e frameworks, envtest helpers and example providers live in `test/`, stand-ins for developers in `hack/`:
 * none of them is deployed by this repository's users.
 */
function isTestFolder(directory: string): boolean {
  return /(^|\/)(tests?|e2e|testing|testutils?|envtest|hack|examples?|samples?)(\/|$)/.test(directory);
}

/** Import paths of the packages that make managers, and of all that import them, directly or not. */
function packagesLeadingTo(program: GoProgram, makers: ReadonlySet<string>): Set<string> {
  const leading = new Set(makers);
  const waiting = [...makers].filter((importPath) => !isMain(program, program.packageByImport(importPath)));
  if (waiting.length === 0) return leading;
  const importers = importersIn(program);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const importer of importers.get(next) ?? []) {
      if (leading.has(importer)) continue;
      leading.add(importer);
      waiting.push(importer);
    }
  }
  return leading;
}

/** Import paths of the packages that import each package. */
function importersIn(program: GoProgram): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, string[]>();
  for (const { importPath, directory, paths } of program.packages) {
    if (isTestFolder(directory)) continue;
    for (const imported of new Set(paths.flatMap((path) => program.importsOf(path)))) {
      const known = importers.get(imported);
      if (known) known.push(importPath);
      else importers.set(imported, [importPath]);
    }
  }
  return importers;
}

function isMain(program: GoProgram, goPackage: GoPackage | undefined): boolean {
  return goPackage?.paths.some((path) => PACKAGE_MAIN.test(program.text(path))) ?? false;
}

/** Behind a byte order mark too, which Go allows at the start of a file. */
const PACKAGE_MAIN = /^\uFEFF?package main\b/m;

function entryPoints(program: GoProgram, leading: ReadonlySet<string>): Located[] {
  return [...leading].sort().flatMap((importPath) => {
    const goPackage = program.packageByImport(importPath);
    const paths = goPackage?.paths.filter(
      (path) => PACKAGE_MAIN.test(program.text(path)) && startsProgram(path, program.text(path)),
    );
    return (paths ?? []).flatMap((path) => mainFunction(program.requiredFile(path)));
  });
}

/** A file that go leaves out without further tags (`//go:build ignore`) starts nothing that is deployed. */
function startsProgram(path: string, text: string): boolean {
  return /^func main\(/m.test(text) && isBuilt(path, text);
}

function mainFunction(file: GoFile | undefined): Located[] {
  const found = file?.root.namedChildren.find(
    (node) => node?.type === 'function_declaration' && field(node, 'name')?.text === 'main',
  );
  return file && found ? [{ file, node: found }] : [];
}

/**
 * The functions that run, in the packages that lead to the manager. Where none of them reads the command line, those that could do
 * it for them are looked into as well: flags may have a package of their own.
 */
function withReaders(
  program: GoProgram,
  main: Located,
  leading: ReadonlySet<string>,
  reached: Located[],
): Located[] {
  if (parseSites(program, reached).length > 0) return reached;
  const parsing = packagesOfBinary(program, main.file.path).filter(({ paths }) =>
    paths.some((path) => mayParse(program.text(path))),
  );
  return reachWithin(program, new Set([...leading, ...parsing.map((one) => one.importPath)]))(main);
}

/** Calls that make a manager within the functions that run; a maker passed on as a value counts, and is refused later. */
function makersIn(program: GoProgram, reached: readonly Located[]): Located[] {
  const files = new Set(reached.map(({ file }) => file));
  return [...files].flatMap((file) =>
    managerMakers(program, file)
      .filter((maker) => reached.some((one) => one.file === file && within(maker, one.node)))
      .map((maker): Located => ({ file, node: callOfMaker(maker) ?? (maker satisfies Node) })),
  );
}
