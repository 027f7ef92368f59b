import { type Declaration, declarationOf, resolve } from '../../golang/declarations.ts';
import type { TextEdit } from '../../golang/edits/text-edit.ts';
import { children, descendants, field, fields, type Located, within } from '../../golang/node.ts';
import type { GoProgram } from '../../golang/program.ts';
import { referencesTo } from '../../golang/references.ts';
import type { GoFile, Node } from '../../golang/syntax.ts';
import { initialValue } from '../../golang/types.ts';

/** A file with what is edited and removed in it so far. */
export interface Touched {
  readonly file: GoFile;
  readonly edits: readonly TextEdit[];
  readonly removed: readonly Node[];
}

/**
 * Variables, constants and functions that the code that goes spoke of, and nothing else speaks of: Go refuses an unused variable, and
 * linters what is unused in a package. Exported names may be used by others.
 */
export function orphans(program: GoProgram, touched: readonly Touched[]): Declaration[] {
  const found = new Map<string, Declaration>();
  for (const { file, edits, removed } of touched) {
    for (const node of goneIdentifiers(file.root, { edits, removed })) {
      const declaration = resolve(program, { file, node });
      const key = declaration && `${declaration.file.path}:${declaration.node.startIndex}`;
      if (key && !found.has(key) && isOrphan(program, touched, declaration)) found.set(key, declaration);
    }
  }
  return [...found.values()];
}

/** In source order. */
function goneIdentifiers(root: Node, gone: Omit<Touched, 'file'>): Node[] {
  const edited = gone.edits
    .filter(({ start, end }) => start < end)
    .map(({ start, end }) => root.namedDescendantForIndex(start, end));
  const identifiers = [...edited, ...gone.removed].flatMap((node) => descendants(node, 'identifier'));
  return [...new Set(identifiers)]
    .filter((node) => isGone(gone, node))
    .sort((one, other) => one.startIndex - other.startIndex);
}

/** What takes the name of an orphan away: a node to remove, or, where its value does something, `_` for the name. */
export function removalOf(declaration: Declaration): { remove: Node } | { replace: Node; by: string } {
  const { owner, node, kind } = declaration;
  if (kind === 'function') return { remove: owner };
  if (owner.type === 'short_var_declaration') return removalOfShortForm(declaration);
  if (kind === 'variable' && doesSomething(declaration)) return { replace: node, by: '_' };
  return { remove: fields(owner, 'name').length > 1 ? node : owner };
}

function removalOfShortForm(declaration: Declaration): ReturnType<typeof removalOf> {
  const { owner, node } = declaration;
  if (children(field(owner, 'left')).length > 1) return { replace: node, by: '_' };
  const value = initialValue(declaration);
  return doesSomething(declaration) ? { replace: owner, by: `_ = ${value?.text}` } : { remove: owner };
}

/** A call may have an effect that is wanted. */
function doesSomething(declaration: Declaration): boolean {
  const value = initialValue(declaration);
  return value !== undefined && descendants(value, ['call_expression', 'func_literal']).length > 0;
}

function isOrphan(program: GoProgram, touched: readonly Touched[], declaration: Declaration): boolean {
  const { file, node, owner, kind, name, packageLevel } = declaration;
  if (!['variable', 'constant', 'function'].includes(kind) || name === 'main' || name === 'init')
    return false;
  if (packageLevel && (/^\p{Lu}/u.test(name) || !isWhollyRead(program, declaration))) return false;
  if (packageLevel && kind === 'variable' && doesSomething(declaration)) return false;
  if (isGoneIn(touched, { file, node }) || /\biota\b/.test(declarationOf(owner)?.text ?? '')) return false;
  const word = new RegExp(`(?<![\\w.])${name}(?!\\w)`);
  const written = touched.flatMap(({ edits }) => edits.map(({ replacement }) => withoutStrings(replacement)));
  if (written.some((text) => word.test(text))) return false;
  return referencesTo(program, declaration).every(
    (use) => isGoneIn(touched, use) || (kind === 'function' && use.file === file && within(use.node, owner)),
  );
}

function withoutStrings(code: string): string {
  return code.replace(/"(?:[^"\\]|\\.)*"/g, '""');
}

/** Whether every file of the package that has the word could be parsed: else there may be uses that nobody sees. */
function isWhollyRead(program: GoProgram, { file, name }: Declaration): boolean {
  const goPackage = program.packageOf(file.path);
  const paths = goPackage ? [...goPackage.paths, ...goPackage.testPaths] : [];
  return paths.every((path) => !program.text(path).includes(name) || program.file(path) !== undefined);
}

function isGoneIn(touched: readonly Touched[], { file, node }: Located): boolean {
  const own = touched.find((one) => one.file.path === file.path);
  return own !== undefined && isGone(own, node);
}

function isGone({ edits, removed }: Omit<Touched, 'file'>, { startIndex, endIndex }: Node): boolean {
  const ranges = [
    ...edits.map(({ start, end }) => ({ start, end })),
    ...removed.map((node) => ({ start: node.startIndex, end: node.endIndex })),
  ];
  return ranges.some(({ start, end }) => start <= startIndex && endIndex <= end);
}
