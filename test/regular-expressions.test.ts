import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Project, SyntaxKind } from 'ts-morph';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

/** What is repeated in the texts that every pattern is tried on, alone and behind the letters that the pattern begins with. */
const REPEATED = [
  ' ',
  '\n',
  '\r\n',
  '\t',
  'a',
  '0',
  '/',
  '.',
  '-',
  '=',
  '"',
  '(',
  '{{',
  'a.',
  'a ',
  ' \n',
  '//',
  '/*',
];
const LENGTH = 12_000;

/** A fifth of what a pattern takes whose time is known to grow with the square: the others here take a hundredth, or less. */
const MAX_MS = millisecondsOf(/\s+$/g, textOf(' ')) / 5;

/** Patterns that only see what is short: a word of a report, a path, a line of a tool's output, what we wrote ourselves. */
const SHORT = new Set([
  'src/bump/projects-file.ts',
  'src/commands/bump.ts',
  'src/golang/edits/gaps.ts',
  'src/proofs/go-mod-tidy.ts',
  'src/proofs/makefile/role-commands.ts',
  'src/proofs/redact.ts',
  'src/pull-request/github-server.ts',
  'src/steps/manifest-arguments/index.ts',
  'src/survey/manifest-copies.ts',
]);

const PATTERNS = patterns();

test('no pattern takes time that grows with the square of a text', { timeout: 240_000 }, () => {
  const slow = PATTERNS.flatMap(({ place, pattern, flags, begins }) => {
    const texts = REPEATED.flatMap((unit) => ['', begins].map((start) => start + textOf(unit)));
    const found = [...new Set(texts)].find((text) => isSlow(new RegExp(pattern, flags), text));
    return found === undefined ? [] : [`${place} /${pattern}/ on ${JSON.stringify(found.slice(0, 20))}`];
  });
  expect(slow).toEqual([]);
});

test('and this would show one', () => {
  expect(MAX_MS).toBeGreaterThan(2);
  expect(isSlow(/[ \t]*$/g, textOf(' '))).toBe(true);
  expect(isSlow(/(?<!\s)\s+$/g, textOf(' '))).toBe(false);
  expect(PATTERNS.length).toBeGreaterThan(600);
});

function patterns() {
  const project = new Project({ skipAddingFilesFromTsConfig: true });
  project.addSourceFilesAtPaths(join(root, 'src/**/*.ts'));
  return project.getSourceFiles().flatMap((file) => {
    const path = relative(root, file.getFilePath());
    if (/\.test(?:ing)?\.ts$/.test(path) || SHORT.has(path)) return [];
    return file.getDescendantsOfKind(SyntaxKind.RegularExpressionLiteral).map((literal) => {
      const [, pattern = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(literal.getText()) ?? [];
      const [, start = ''] = /^\^?((?:\\[^a-zA-Z\d]|[\w ])+)/.exec(pattern) ?? [];
      const place = `${path}:${literal.getStartLineNumber()}`;
      return { place, pattern, flags: `${flags.replace(/[gy]/g, '')}g`, begins: start.replaceAll('\\', '') };
    });
  });
}

function textOf(unit: string): string {
  return `${unit.repeat(LENGTH / unit.length)}\u0001`;
}

/** Twice: the first time may be that of a machine at work. */
function isSlow(pattern: RegExp, text: string): boolean {
  return millisecondsOf(pattern, text) > MAX_MS && millisecondsOf(pattern, text) > MAX_MS;
}

function millisecondsOf(pattern: RegExp, text: string): number {
  const before = process.cpuUsage();
  text.replace(pattern, '');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
