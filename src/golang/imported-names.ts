import { oncePerFile } from '../repository/once-per-file.ts';
import { children, descendants } from './node.ts';
import type { GoFile, Node } from './syntax.ts';

/**
 * The names under which a file speaks of other packages, each with its import path. Without an alias the name is
 * read from the path as Go people name packages: `…/v2` and `gopkg.in/x.v1` are called after what precedes the version.
 */
export const importedNames = oncePerFile(
  (file: GoFile): ReadonlyMap<string, string> =>
    new Map(importSpecs(file).map((spec) => [nameOf(spec), pathOf(spec)] as const)),
);

/** The name of a package in `file`, undefined where it is not imported. */
export function nameOfImport(file: GoFile, importPath: string): string | undefined {
  for (const [name, path] of importedNames(file)) if (path === importPath) return name;
  return undefined;
}

/** Import paths of a Go file, read without parsing it: from the text between `package` and the first declaration. */
export function importPathsOf(text: string): string[] {
  const declarations = text.search(/^(?:func|type|var|const)\b/m);
  const head = declarations === -1 ? text : text.slice(0, declarations);
  const paths = head.matchAll(/^(?:import)?[ \t]*(?:\([ \t]*)?(?:[\w.]+[ \t]+)?"([^"\s]+)"/gm);
  return [...paths].map((match) => match[1] ?? '');
}

function importSpecs(file: GoFile): Node[] {
  return children(file.root)
    .filter((node) => node.type === 'import_declaration')
    .flatMap((node) => descendants(node, 'import_spec'));
}

function pathOf(spec: Node): string {
  return (spec.childForFieldName('path')?.text ?? '').slice(1, -1);
}

function nameOf(spec: Node): string {
  return spec.childForFieldName('name')?.text ?? packageName(pathOf(spec));
}

/** What a package is called without an alias, as Go people name them. */
export function packageName(path: string): string {
  const elements = path.split('/').filter((element, index) => index === 0 || !/^v\d+$/.test(element));
  const last = elements.at(-1) ?? path;
  return last
    .replace(/\.v\d+$/, '')
    .replace(/^go-/, '')
    .replace(/\.go$|-go$/, '')
    .replaceAll('-', '_');
}
