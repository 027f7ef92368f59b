import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { finishEdits } from '../../src/golang/edits/alignment.ts';
import { applyTextEdits, type TextEdit } from '../../src/golang/edits/text-edit.ts';
import { type GoFile, loadGoGrammar, type Node, parseGo } from '../../src/golang/syntax.ts';

await loadGoGrammar();

/** A parsed Go file. */
export function goFile(text: string, path = 'main.go'): GoFile {
  return parseGo({ path, text, mode: 0o644 });
}

/** The smallest node that covers the first `snippet`, or its first ancestor of that type. */
export function nodeOf(file: GoFile, snippet: string, type?: string): Node {
  const start = file.text.indexOf(snippet);
  if (start === -1) throw new Error(`the file has no ${snippet}`);
  let node: Node | null = file.root.namedDescendantForIndex(start, start + snippet.length - 1);
  while (node && type !== undefined && node.type !== type) node = node.parent;
  if (!node) throw new Error(`no ${type ?? 'node'} at ${snippet}`);
  return node;
}

/** The text after the edits and what gofmt realigns because of them. It must be as gofmt wants it. */
export function edited(text: string, plan: (file: GoFile) => readonly TextEdit[]): string {
  const file = goFile(text);
  const result = applyTextEdits(text, finishEdits(file, plan(file)));
  expectFormatted(result);
  return result;
}

/** Fails where the real gofmt would print it otherwise. */
export function expectFormatted(text: string): void {
  const formatted = gofmt(text);
  if (formatted !== undefined) expect(text).toBe(formatted);
}

let isMissing = false;

/** What the real gofmt prints; undefined, and one printed line, where there is none. */
export function gofmt(text: string): string | undefined {
  if (isMissing) return undefined;
  const run = spawnSync('gofmt', [], { input: text, encoding: 'utf8' });
  if (run.error) {
    isMissing = true;
    console.log('gofmt is not installed: results are compared with expectations only');
    return undefined;
  }
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}
