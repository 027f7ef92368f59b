import { lineEndingOf } from '../../repository/source-file.ts';
import type { GoFile } from '../syntax.ts';
import { addToGroup, asGroup, newDeclaration } from './import-groups.ts';
import { removeImports } from './import-removal.ts';
import { customaryName, type ImportSpec, importSpecs } from './import-specs.ts';
import type { TextEdit } from './text-edit.ts';

/** An import to add. Without an alias the package's own name is used. */
export interface NewImport {
  readonly path: string;
  readonly alias?: string;
}

/** What {@link editImports} shall do. Paths that are there already, or are not there, are passed over. */
export interface ImportChange {
  readonly add?: readonly NewImport[];
  readonly remove?: readonly string[];
  /** Path of the file's Go module: other people's packages then never join a group of its own ones. */
  readonly own?: string | undefined;
}

/**
 * The name by which `file` speaks of the package: its alias, else its name by custom (`v2` and `gopkg.in/x.v1` are read as Go people
 * name such packages). A blank import is given as `_`, a dot import as `.`; a named one of the same path is preferred.
 * undefined where it is not imported.
 */
export function importName(file: GoFile, importPath: string): string | undefined {
  const specs = importSpecs(file).filter((spec) => spec.path === importPath);
  const spec = specs.find(({ alias }) => alias !== '_' && alias !== '.') ?? specs[0];
  return spec && (spec.alias ?? customaryName(importPath));
}

/**
 * Edits of the import declarations: new ones go into the group that holds their nearest neighbours, where gofmt would sort them;
 * removed ones go with their trailing comment, and with the group when it is empty then.
 */
export function editImports(file: GoFile, change: ImportChange): TextEdit[] {
  const specs = importSpecs(file);
  const remove = specs.filter((spec) => change.remove?.includes(spec.path));
  const stay = specs.filter((spec) => !remove.includes(spec));
  const add = (change.add ?? []).filter((wanted) => !stay.some((spec) => isUsable(spec, wanted)));
  const eol = lineEndingOf(file.text);
  const removed = removeImports(file, specs, remove, add.length > 0);
  return [...removed, ...addImports(file, specs, stay, add, { eol, own: change.own })];
}

/** Imported already under a name, so that the code can speak of it. */
function isUsable(spec: ImportSpec, wanted: NewImport): boolean {
  return spec.path === wanted.path && spec.alias !== '_' && spec.alias !== '.';
}

function addImports(
  file: GoFile,
  specs: readonly ImportSpec[],
  stay: readonly ImportSpec[],
  add: readonly NewImport[],
  how: { readonly eol: string; readonly own: string | undefined },
): TextEdit[] {
  if (add.length === 0) return [];
  const grouped = specs.filter((spec) => spec.node.parent?.type === 'import_spec_list');
  if (grouped.length > 0) return addToGroup(file, grouped, stay, add, how);
  const single = stay.find((spec) => spec.path !== 'C');
  return single ? asGroup(file, single, add, how.eol) : newDeclaration(file, add, how.eol);
}
