import type { Repository } from '../repository/repository.ts';
import { search } from '../repository/search.ts';
import { positionAt, type SourceFile } from '../repository/source-file.ts';
import type { Finding } from './finding.ts';

/** Somebody says that findings of a rule are known at a place, and why. */
export interface Suppressor {
  readonly kind: 'comment' | 'configuration';
  readonly rule: string;
  /** Missing: then it suppresses nothing. */
  readonly reason: string | undefined;
  /** Where it is written. */
  readonly path: string;
  readonly line: number;
  /** In bytes, from 1. */
  readonly column: number;
  covers(finding: Finding): boolean;
}

const NEEDLE = 'diag-codemod: ignore';
const COMMENT =
  /(?:#|\/\/)[ \t]*diag-codemod: ignore[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)(?:[ \t]+--[ \t]*(\S[^\r\n]*))?/g;
const CONFIGURATION = '.diag-codemod.yaml';

/** Kinds of files in which findings stand. */
const LOOKED_AT = /\.(go|ya?ml|mk|sh|bash)$|(^|\/)(GNU)?[Mm]akefile$|(^|\/)go\.mod$/;

/** Where no findings are looked for: tests and their data are many. */
const PASSED_OVER = /(^|\/)(vendor|testdata)\/|_test\.go$/;

/**
 * All of them: comments in the files of the repository, and `ignore` of the configuration.
 *
 * @param found files in which findings stand, wherever they lie.
 */
export function suppressorsOf(
  repository: Repository,
  configured: readonly string[],
  found: ReadonlySet<string>,
): readonly Suppressor[] {
  const isLookedAt = (path: string) => found.has(path) || (LOOKED_AT.test(path) && !PASSED_OVER.test(path));
  const paths = search(repository, NEEDLE, isLookedAt);
  const files = paths.flatMap((path) => repository.tryRead(path) ?? []);
  return [...files.flatMap(inComments), ...configured.map((text) => inConfiguration(repository, text))];
}

/** `# diag-codemod: ignore <rule>, <rule> -- reason`: on the line of the finding, or in the comment directly above it. */
function inComments(file: SourceFile): Suppressor[] {
  const lines = file.text.split('\n');
  return [...file.text.matchAll(COMMENT)].flatMap((match) => {
    const place = positionAt(file.text, match.index);
    const last = lastLineCovered(lines, place.line);
    return (match[1] ?? '').split(',').map((rule): Suppressor => {
      const covers = (finding: Finding) =>
        finding.path === file.path && finding.line >= place.line && finding.line <= last;
      return {
        kind: 'comment',
        rule: rule.trim(),
        reason: match[2]?.trim(),
        path: file.path,
        ...place,
        covers,
      };
    });
  });
}

/** A comment that has its line for itself speaks of the first line behind the comment that it stands in. */
function lastLineCovered(lines: readonly string[], line: number): number {
  const isComment = (text: string | undefined) => /^\s*(#|\/\/)/.test(text ?? '');
  if (!isComment(lines[line - 1])) return line;
  let last = line;
  while (isComment(lines[last])) last++;
  return last + 1;
}

/** `<rule> [<file or folder>/] -- reason` */
function inConfiguration(repository: Repository, text: string): Suppressor {
  const [left = '', reason] = text.split(/(?<!\s)\s+--\s+/, 2);
  const [rule = '', path] = left.trim().split(/\s+/, 2);
  const file = repository.tryRead(CONFIGURATION)?.text ?? '';
  const place = positionAt(file, Math.max(0, file.indexOf(rule)));
  const covers = (finding: Finding) =>
    path === undefined || finding.path === path || finding.path.startsWith(`${path.replace(/\/$/, '')}/`);
  return { kind: 'configuration', rule, reason: reason?.trim(), path: CONFIGURATION, ...place, covers };
}
