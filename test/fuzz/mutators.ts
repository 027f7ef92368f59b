import type { Random } from '../tools/random.ts';

/** The kinds of files that a migration edits. */
export type Kind = 'go' | 'yaml' | 'go.mod' | 'Makefile';

/** Changes a text somewhere, in a way that people, merges and broken tools do. */
export type Mutator = (text: string, random: Random) => string;

export function kindOf(path: string): Kind | undefined {
  if (path.endsWith('.go')) return 'go';
  if (/\.ya?ml$/.test(path)) return 'yaml';
  if (path.endsWith('go.mod')) return 'go.mod';
  return /(?:^|\/)Makefile$/.test(path) ? 'Makefile' : undefined;
}

/** A mutant of a text: one to three mutations, half of them such that the file mostly stays valid. */
export function mutate(text: string, kind: Kind, random: Random): string {
  let mutant = text;
  for (let left = 1 + random.below(3); left > 0; left--) {
    const mutator = random.pick(random.below(2) === 0 ? GENTLE[kind] : ROUGH);
    mutant = mutator(mutant, random);
  }
  return mutant;
}

const ROUGH: readonly Mutator[] = [
  (text, random) => withLines(text, random, (lines, at) => lines.splice(at, 1)),
  (text, random) => withLines(text, random, (lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  (text, random) =>
    withLines(text, random, (lines, at) => lines.splice(at, 2, lines[at + 1] ?? '', lines[at] ?? '')),
  (text, random) => spliced(text, random.below(text.length), 1, ''),
  (text, random) =>
    spliced(text, random.below(text.length), 0, random.pick([...'{}[]()"\'`:;,#-*&!|>%@ \t\n$\\ü😀'])),
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => spliced(text, random.below(text.length), random.below(40), ''),
  (text, random) => moved(text, random),
  (text, random) => text.replace(random.pick(text.match(/\w+/g) ?? ['x']), (word) => `${word}x`),
  (text, random) => spliced(text, random.below(text.length), 1, '\r'),
];

const ANY_FILE: readonly Mutator[] = [
  (text) => (text.includes('\r\n') ? text : text.replaceAll('\n', '\r\n')),
  (text) => text.trimEnd(),
  (text) => (text.startsWith('\uFEFF') ? text : `\uFEFF${text}`),
  (text) => `${text}\n\n`,
  (text, random) => withLines(text, random, (lines, at) => lines.splice(at, 0, '')),
];

const GENTLE: Readonly<Record<Kind, readonly Mutator[]>> = {
  go: [
    ...ANY_FILE,
    commentLine('// a remark {'),
    (text, random) => `${text}\nvar fuzz${random.below(1_000_000)} = []string{"a", "}"}\n`,
    (text, random) => withLines(text, random, endOf(' // trailing')),
    (text) => text.replace(/^package (\w+)/m, '// Package comment.\npackage $1'),
    (text) => text.replace(/^import \(\n/m, 'import (\n\t"fmt"\n'),
    (text) => text.replaceAll('setupLog', 'log'),
    (text) => text.replaceAll('metricsAddr', 'address'),
    (text) => text.replace('func main() {', 'func main() {\n\t_ = `\n\traw {\n`'),
  ],
  yaml: [
    ...ANY_FILE,
    commentLine('# a remark: [{'),
    (text, random) => withLines(text, random, endOf(' # trailing')),
    (text) => `${text}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: fuzz\ndata:\n  a: "}"\n`,
    (text) => `---\n${text}`,
    (text) => text.replaceAll(/^(\s*)- /gm, '$1-   '),
    (text, random) =>
      text.replace(random.pick(text.match(/: [\w.-]+$/gm) ?? [': x']), (pair) => `: "${pair.slice(2)}"`),
    (text) => text.replaceAll(/^( +)/gm, '$1$1'),
    (text) => text.replace(/^metadata:$/m, 'metadata:\n  annotations:\n    note: |\n      - [text\n'),
  ],
  'go.mod': [
    ...ANY_FILE,
    commentLine('// a remark ('),
    (text, random) => `${text}\nrequire example.org/fuzz${random.below(1_000)} v1.0.0\n`,
    (text, random) => withLines(text, random, endOf(' // trailing')),
    (text) => `${text}\nexclude example.org/x v0.1.0\n\nretract v0.0.1 // wrong\n`,
    (text) => text.replaceAll(/\n\n+/g, '\n'),
  ],
  Makefile: [
    ...ANY_FILE,
    commentLine('# a remark $('),
    (text) => `${text}\n.PHONY: fuzz\nfuzz:\n\t@echo fuzz\n`,
    (text) => `FUZZ ?= $(shell pwd)\n${text}`,
    (text) => text.replaceAll(/ paths=/g, ' \\\n\t\tpaths='),
  ],
};

function commentLine(comment: string): Mutator {
  return (text, random) => withLines(text, random, (lines, at) => lines.splice(at, 0, comment));
}

function endOf(addition: string): (lines: string[], at: number) => void {
  return (lines, at) => {
    lines[at] = `${lines[at] ?? ''}${addition}`;
  };
}

function withLines(text: string, random: Random, change: (lines: string[], at: number) => void): string {
  const lines = text.split('\n');
  change(lines, random.below(lines.length));
  return lines.join('\n');
}

function spliced(text: string, at: number, length: number, addition: string): string {
  return text.slice(0, at) + addition + text.slice(at + length);
}

/** A few lines, put somewhere else. */
function moved(text: string, random: Random): string {
  const lines = text.split('\n');
  const block = lines.splice(random.below(lines.length), 1 + random.below(4));
  lines.splice(random.below(lines.length + 1), 0, ...block);
  return lines.join('\n');
}
