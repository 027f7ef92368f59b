import { oncePerFile } from '../repository/once-per-file.ts';
import { ProblemError } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { declaredNames } from './declared-names.ts';
import type { GoModule } from './go-module.ts';
import { importPathsOf } from './imported-names.ts';
import { type GoFile, parseGo } from './syntax.ts';

/** The Go files of one folder that are built: no tests. */
export interface GoPackage {
  /** POSIX, relative to the repository; '.' for the root. */
  readonly directory: string;
  /** The path that other packages import it by. */
  readonly importPath: string;
  readonly module: GoModule;
  /** Sorted paths of its `.go` files, without `_test.go`. */
  readonly paths: readonly string[];
  /** Sorted paths of the `_test.go` files beside them. */
  readonly testPaths: readonly string[];
}

/**
 * The Go code of a repository, read and parsed only as far as somebody asks.
 *
 * `vendor/` and `testdata/` are not part of it (design §10). A parsed file is kept for the life of the program.
 */
export class GoProgram {
  readonly repository: Repository;
  readonly modules: readonly GoModule[];
  readonly #packages = new Map<string, GoPackage>();
  readonly #byImportPath = new Map<string, GoPackage>();
  readonly #files = new Map<string, GoFile | undefined>();
  readonly #declaring = new Map<GoPackage, Map<string, readonly string[]>>();

  constructor(repository: Repository, modules: readonly GoModule[]) {
    this.repository = repository;
    this.modules = modules;
    const deepestFirst = [...modules].sort((a, b) => depth(b.directory) - depth(a.directory));
    for (const [directory, paths] of goFilesByFolder(repository.paths)) {
      const module = deepestFirst.find((one) => holds(one, directory));
      if (module) this.#addPackage(module, directory, paths);
    }
  }

  get packages(): Iterable<GoPackage> {
    return this.#packages.values();
  }

  packageAt(directory: string): GoPackage | undefined {
    return this.#packages.get(directory);
  }

  /** The package of the repository with this import path; undefined for everybody else's. */
  packageByImport(importPath: string): GoPackage | undefined {
    return this.#byImportPath.get(importPath);
  }

  packageOf(path: string): GoPackage | undefined {
    return this.#packages.get(folderOf(path));
  }

  /** The text of a file, '' where it cannot be read: a file that cannot be read cannot hold a manager that we edit. */
  text(path: string): string {
    return this.repository.tryRead(path)?.text ?? '';
  }

  /**
   * The parsed file; undefined where the grammar does not read it (it is stricter than the compiler in places). Such a file can be looked at as text only, and is never edited.
   */
  file(path: string): GoFile | undefined {
    if (!this.#files.has(path)) this.#files.set(path, parsed(this.repository, path));
    return this.#files.get(path);
  }

  /** The parsed file. Throws a refusal when it is not valid Go. */
  requiredFile(path: string): GoFile | undefined {
    const source = this.repository.read(path);
    return this.file(path) ?? (source && parseGo(source));
  }

  /** The parsed files of a package that declare a name at top level, as far as the text tells. */
  filesDeclaring(goPackage: GoPackage, name: string): GoFile[] {
    const paths = this.#declaringPaths(goPackage).get(name) ?? [];
    return paths.flatMap((path) => this.file(path) ?? []);
  }

  /** The names that a package declares at top level (those of methods too), as far as the text tells. */
  namesDeclaredIn(goPackage: GoPackage): Iterable<string> {
    return this.#declaringPaths(goPackage).keys();
  }

  /** The parsed files of a package whose text holds `word` as a whole word. */
  filesWith(goPackage: GoPackage, word: string, options: { tests?: boolean } = {}): GoFile[] {
    const pattern = new RegExp(`(?<![\\w$])${word}(?![\\w$])`);
    const paths = options.tests ? [...goPackage.paths, ...goPackage.testPaths] : goPackage.paths;
    const holds = (text: string) => text.includes(word) && pattern.test(text);
    return paths.filter((path) => holds(this.text(path))).flatMap((path) => this.file(path) ?? []);
  }

  /** The import paths of a file, as far as the text tells. */
  importsOf(path: string): readonly string[] {
    const source = this.repository.tryRead(path);
    return source ? importsIn(source) : [];
  }

  #declaringPaths(goPackage: GoPackage): ReadonlyMap<string, readonly string[]> {
    return this.#declaring.get(goPackage) ?? this.#readNames(goPackage);
  }

  #readNames(goPackage: GoPackage): Map<string, string[]> {
    const declaring = new Map<string, string[]>();
    for (const path of goPackage.paths) {
      const source = this.repository.tryRead(path);
      for (const name of source ? namesIn(source) : []) {
        const paths = declaring.get(name);
        if (paths) paths.push(path);
        else declaring.set(name, [path]);
      }
    }
    this.#declaring.set(goPackage, declaring);
    return declaring;
  }

  #addPackage(module: GoModule, directory: string, paths: readonly string[]): void {
    const below = module.directory === '.' ? directory : directory.slice(module.directory.length + 1);
    const isRoot = directory === module.directory;
    const importPath = isRoot ? module.modulePath : `${module.modulePath}/${below}`;
    const goPackage: GoPackage = {
      directory,
      importPath,
      module,
      paths: paths.filter((path) => !path.endsWith('_test.go')),
      testPaths: paths.filter((path) => path.endsWith('_test.go')),
    };
    this.#packages.set(directory, goPackage);
    this.#byImportPath.set(importPath, goPackage);
  }
}

const namesIn = oncePerFile(({ text }) => declaredNames(text));

const importsIn = oncePerFile(({ text }) => importPathsOf(text));

function parsed(repository: Repository, path: string): GoFile | undefined {
  const source = repository.tryRead(path);
  try {
    return source && parseGo(source);
  } catch (error) {
    if (error instanceof ProblemError && error.kind === 'refused') return undefined;
    throw error;
  }
}

function holds(module: GoModule, directory: string): boolean {
  return (
    module.directory === '.' || directory === module.directory || directory.startsWith(`${module.directory}/`)
  );
}

function depth(directory: string): number {
  return directory === '.' ? 0 : directory.split('/').length;
}

const known = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

/** Of one list found out once: most overlays have the paths of what they lie over. */
function goFilesByFolder(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folders = known.get(paths) ?? groupByFolder(paths);
  known.set(paths, folders);
  return folders;
}

function groupByFolder(paths: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    if (!path.endsWith('.go') || /[._]/.test(path.charAt(path.lastIndexOf('/') + 1))) continue;
    const directory = folderOf(path);
    const own = folders.get(directory);
    if (own) own.push(path);
    else folders.set(directory, [path]);
  }
  for (const directory of folders.keys()) if (isForeign(directory)) folders.delete(directory);
  return folders;
}

/** '.' for a file of the root. */
function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '.' : path.slice(0, slash);
}

/** Folders whose files the go tool does not build as this repository's packages. */
function isForeign(directory: string): boolean {
  return directory !== '.' && /(^|\/)(?:(?:vendor|testdata)(?:\/|$)|[._])/.test(directory);
}
