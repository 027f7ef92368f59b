import type { GoFile, Node } from '../syntax.ts';

/** One import of a file. */
export interface ImportSpec {
  readonly node: Node;
  readonly path: string;
  /** As written: a name, `_` or `.`; undefined where the package's own name is used. */
  readonly alias: string | undefined;
  readonly declaration: Node;
}

/** The imports of a file in source order. */
export function importSpecs(file: GoFile): ImportSpec[] {
  return file.root.namedChildren
    .filter((node) => node.type === 'import_declaration')
    .flatMap((declaration) =>
      declaration
        .descendantsOfType('import_spec')
        .flatMap((node) => (node ? [readSpec(node, declaration)] : [])),
    );
}

function readSpec(node: Node, declaration: Node): ImportSpec {
  const path = node.childForFieldName('path')?.text.slice(1, -1) ?? '';
  return { node, path, alias: node.childForFieldName('name')?.text, declaration };
}

/**
 * The name that a package at this path has by custom: its last element; the one before a major version (`/v2`); without `gopkg.in`'s
 * `.v2`; without a `go-` in front or `-go`, `.go` behind, and the part after the last dash or dot is not guessed further.
 */
export function customaryName(importPath: string): string {
  const elements = importPath.split('/');
  const last = elements.at(-1) ?? importPath;
  const named = /^v[0-9]+$/.test(last) && elements.length > 1 ? (elements.at(-2) ?? last) : last;
  return named
    .replace(/\.v[0-9]+$/, '')
    .replace(/^go-/, '')
    .replace(/[-.]go$/, '')
    .replaceAll('-', '_');
}
