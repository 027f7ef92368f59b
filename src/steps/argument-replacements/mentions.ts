import { flagPattern } from '../../kubernetes/arguments.ts';
import type { Finding } from '../../migration/finding.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';

/** More would bury the rest of the report; a search finds the others. */
const LIMIT = 5;

/** Files that pass or replace arguments when something is built, developed or tested. */
const SCRIPTS =
  /(^|\/)(Makefile|makefile|GNUmakefile|Tiltfile|[^/]+\.(mk|sh|bash|py))$|(^|\/)tilt[^/]*\.(ya?ml|json)$|^\.github\/workflows\/[^/]+\.ya?ml$/;

/** Where a repository explains how it is run. Long manuals are not searched. */
const DOCS =
  /^[^/]+\.md$|(^|\/)README\.md$|^docs?\/[^/]+\.md$|(metric|monitor|observab|diagnos|develop|operat|debug)[^/]*\.md$/i;

const NOT_OURS = /(^|\/)(vendor|node_modules|third_party|testdata)\/|(^|\/)(changelog|release)[^/]*(\/|$)/i;

/** Scripts and documentation that name a removed flag, at most a handful of each: for a person. */
export function findMentions(repository: Repository, flags: ReadonlySet<string>): readonly Finding[] {
  if (flags.size === 0) return [];
  const paths = repository.paths.filter((path) => !NOT_OURS.test(path));
  return [
    ...mentionsIn(
      repository,
      paths.filter((path) => SCRIPTS.test(path)),
      flags,
      'warning',
    ),
    ...mentionsIn(
      repository,
      paths.filter((path) => DOCS.test(path)),
      flags,
      'note',
    ),
  ];
}

function mentionsIn(
  repository: Repository,
  paths: readonly string[],
  flags: ReadonlySet<string>,
  level: 'warning' | 'note',
): readonly Finding[] {
  const pattern = new RegExp(`(?<![\\w-])--?(${flagPattern(flags)})(?![\\w-])`, 'g');
  const found = paths.flatMap((path) => {
    const text = repository.tryRead(path)?.text ?? '';
    return [...text.matchAll(pattern)].map((match) => mention(path, text, match, level));
  });
  return found.slice(0, LIMIT);
}

function mention(path: string, text: string, match: RegExpExecArray, level: 'warning' | 'note'): Finding {
  return {
    rule: 'removed-flag-mention',
    level,
    path,
    ...positionAt(text, match.index),
    message: `this names ${match[0]}, which the manager no longer has`,
    fix: 'Name --diagnostics-address (and --insecure-diagnostics) instead, if the manager is meant.',
  };
}
