import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Node as EngineNode, Language, Parser, type Tree, type TreeCursor } from 'web-tree-sitter';
import { refusal } from '../repository/problem.ts';
import { positionAt, type SourceFile } from '../repository/source-file.ts';
import { Node, Source } from './tree.ts';

export type { Node } from './tree.ts';

/** A parsed Go file. Node offsets (`startIndex`, `endIndex`) are UTF-16 units of `text`. */
export interface GoFile extends SourceFile {
  readonly root: Node;
}

/** A parse that takes longer is a hostile file: backticks cost quadratic time (security.md §5). */
const PARSE_LIMIT_MS = 2_000;

let language: Language | undefined;

let loading: Promise<void> | undefined;

/**
 * Loads the grammar. Await it before {@link parseGo}; further calls return at once, also those that are made while the
 * first one is at work: to start the engine twice would break the grammar that the first start has loaded.
 */
export function loadGoGrammar(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  const [engine, grammar] = await Promise.all([
    readFile(webAssemblyFile('web-tree-sitter')),
    readFile(webAssemblyFile('tree-sitter-go')),
  ]);
  await Parser.init({ wasmBinary: engine });
  language = await Language.load(grammar);
}

/** In the bundle the file lies beside it; in development in its package. */
function webAssemblyFile(name: 'web-tree-sitter' | 'tree-sitter-go'): string {
  const bundled = fileURLToPath(new URL(`./${name}.wasm`, import.meta.url));
  if (!import.meta.url.endsWith('/src/golang/syntax.ts')) return bundled;
  return createRequire(import.meta.url).resolve(`${name}/${name}.wasm`);
}

/**
 * Parses one Go file. Throws a refusal with the position when it is not valid Go, or takes too long.
 * A new parser for each file: after a cancelled parse the next one would return the old tree (security.md §5).
 */
export function parseGo(file: SourceFile): GoFile {
  const parsed = known.get(file) ?? parsedBefore(file) ?? parseAnew(file);
  known.set(file, parsed);
  latest = [parsed, ...latest.filter((one) => one !== parsed)].slice(0, KEPT);
  return parsed;
}

/** A plan parses its own result twice: to lay it out as gofmt does, and to survey it. */
const KEPT = 8;

let latest: readonly GoFile[] = [];

function parsedBefore({ path, text, mode }: SourceFile): GoFile | undefined {
  return latest.find((one) => one.path === path && one.text === text && one.mode === mode);
}

/** A file that was read is the same value at every reading, also through an overlay. */
const known = new WeakMap<SourceFile, GoFile>();

function parseAnew(file: SourceFile): GoFile {
  const root = parseText(file, file.text);
  checkDepth(file, root);
  if (!root.hasError) return goFileOf(file, root, file.text);
  const masked = withoutNewKeyword(file.text);
  const again = masked === file.text ? root : parseText(file, masked);
  if (again.hasError) throw syntaxError(file, root);
  return goFileOf(file, again, masked);
}

function goFileOf(file: SourceFile, root: EngineNode, text: string): GoFile {
  return { ...file, root: new Node(root, new Source(text), null) };
}

function parseText(file: SourceFile, text: string): EngineNode {
  if (!language) throw new Error('loadGoGrammar() has not been called');
  const parser = new Parser();
  parser.setLanguage(language);
  const deadline = performance.now() + PARSE_LIMIT_MS;
  let reached = 0;
  const progressCallback = ({ currentOffset }: { readonly currentOffset: number }) => {
    reached = currentOffset;
    return performance.now() > deadline;
  };
  const tree = parser.parse(text, null, { progressCallback });
  parser.delete();
  if (!tree || tree.rootNode.endIndex !== text.length) throw notParsed(file, tree, Math.floor(reached / 2));
  return tree.rootNode;
}

/** Deeper than any real file: what walks the tree recursively would overflow the stack (security.md §5). */
const MAX_DEPTH = 1_000;

/**
 * Refuses a tree that is too deep. Iterative, and quick: a node of fewer characters than levels are missing cannot hold
 * them, so nearly all of a real file is passed over.
 */
function checkDepth(file: SourceFile, root: EngineNode): void {
  const offset = withCursor(root, firstTooDeep);
  if (offset !== undefined) throw tooDeep(file, offset);
}

function firstTooDeep(cursor: TreeCursor): number | undefined {
  for (;;) {
    if (cursor.currentDepth > MAX_DEPTH) return cursor.startIndex;
    const missing = MAX_DEPTH - cursor.currentDepth;
    if (cursor.endIndex - cursor.startIndex > missing && cursor.gotoFirstChild()) continue;
    while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return undefined;
  }
}

/** A cursor that is left to the garbage collector corrupts the engine's memory: its finalizer frees the tree (web-tree-sitter 0.27). */
function withCursor<Value>(root: EngineNode, use: (cursor: TreeCursor) => Value): Value {
  const cursor = root.walk();
  try {
    return use(cursor);
  } finally {
    cursor.delete();
  }
}

function tooDeep(file: SourceFile, offset: number): Error {
  return refusal({
    code: 'go-too-deep',
    file: file.path,
    ...positionAt(file.text, offset),
    reason: `this Go is nested more than ${MAX_DEPTH} levels deep`,
    hint: 'Check where the file comes from; move it out of the repository if it is generated.',
  });
}

/**
 * Go 1.26 lets `new` take an expression; the grammar only knows a type there. Under another name of the same
 * length it is a plain call, and no offset moves.
 */
function withoutNewKeyword(text: string): string {
  return text.replace(/(?<![\w.])new(?=\()/g, 'n_w');
}

/** The engine counts bytes of UTF-16: `offset` is half of what it reached. */
function notParsed(file: SourceFile, tree: Tree | null, offset: number): Error {
  tree?.delete();
  return refusal({
    code: 'go-parse-limit',
    file: file.path,
    ...positionAt(file.text, offset),
    reason: tree
      ? 'the parser stopped before the end'
      : `parsing took longer than ${PARSE_LIMIT_MS / 1000} s`,
    hint: 'Check the file for a very long run of quotes or backticks.',
  });
}

function syntaxError(file: SourceFile, root: EngineNode): Error {
  const place = firstError(root);
  return refusal({
    code: 'go-syntax',
    file: file.path,
    ...positionAt(file.text, place.startIndex),
    reason: 'this is not valid Go',
    hint: 'Run gofmt -e on the file, mend what it reports, and run the migration again.',
  });
}

function firstError(root: EngineNode): EngineNode {
  return withCursor(root, (cursor) => {
    let found = root;
    for (;;) {
      const node = cursor.currentNode;
      if (node.isError || node.isMissing) return node;
      if (node.hasError && cursor.gotoFirstChild()) {
        found = node;
        continue;
      }
      if (!cursor.gotoNextSibling()) return found;
    }
  });
}
