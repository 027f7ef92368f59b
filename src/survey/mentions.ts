import { posix } from 'node:path';
import type { Repository } from '../repository/repository.ts';

/** A place that names a file. */
export interface Mention {
  readonly path: string;
  readonly text: string;
  /** UTF-16 offset in `text`. */
  readonly offset: number;
  /** The name found there. */
  readonly what: string;
}

const PLACES = {
  build:
    /(^|\/)(Makefile|makefile|GNUmakefile|Tiltfile|Dockerfile|[^/]+\.(mk|sh|bash|py))$|^\.github\/workflows\/[^/]+\.ya?ml$|(^|\/)tilt[^/]*\.(ya?ml|json)$/,
  documentation: /\.(md|adoc|rst)$/,
} as const;

const NOT_OURS = /(^|\/)(vendor|node_modules|third_party|CHANGELOG[^/]*|releases?)(\/|$)/i;

/** Files that name this file, by its name alone: scripts build paths from variables. Each file is listed once. */
export function mentionsOf(
  repository: Repository,
  path: string,
  where: keyof typeof PLACES,
): readonly Mention[] {
  const what = posix.basename(path);
  return repository.paths
    .filter((it) => PLACES[where].test(it) && !NOT_OURS.test(it))
    .flatMap((it) => {
      const text = repository.tryRead(it)?.text ?? '';
      const offset = text.indexOf(what);
      return offset === -1 ? [] : [{ path: it, text, offset, what }];
    });
}
