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
  const paths = headOf(text).matchAll(/^(?:import)?[ \t]*(?:\([ \t]*)?(?:[\w.]+[ \t]+)?"([^"\s]+)"/gm);
  return [...paths].map((match) => match[1] ?? '');
}

/**
 * The text before the first declaration, without comments of several lines: one of their lines may begin like a declaration, or
 * like an import. Only what begins a line opens one: `//go:embed pages/*` does not.
 */
function headOf(text: string): string {
  const mark = /^(?:(?:func|type|var|const)\b|[ \t]*\/\*)/gm;
  let head = '';
  for (let from = 0; ; mark.lastIndex = from) {
    const found = mark.exec(text);
    head += text.slice(from, found?.index);
    if (!found?.[0].endsWith('/*')) return head;
    const close = text.indexOf('*/', mark.lastIndex);
    if (close === -1) return head;
    from = close + 2;
  }
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
