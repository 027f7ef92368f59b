import { posix } from 'node:path';
import type { Repository } from '../repository/repository.ts';

/** Files that run kustomize: make, shell, workflows, Tilt, skaffold. */
const BUILD_FILES =
  /(^|\/)(Makefile|makefile|GNUmakefile|Tiltfile|Taskfile\.ya?ml|skaffold\.ya?ml|[^/]+\.(mk|sh|bash))$|^\.github\/workflows\/[^/]+\.ya?ml$/;

/** A line that renders, or hands a folder to something that does: `kustomize build x`, `kubectl apply -k x`, Tilt's `kustomize("x")`. */
const RENDERS =
  /kustomize\b[^\n]*\bbuild\b|KUSTOMIZE\b[^\n]*\bbuild\b|\bkubectl\b[^\n]*\s(-k|--kustomize)\b|KUBECTL\b[^\n]*\s(-k|--kustomize)\b|\bkustomize\(|\bpaths:/;

/**
 * Which of these folders a build file renders directly. Paths are read relative to the repository and to the file's
 * own folder, since a nested Makefile runs there.
 */
export function namedByBuilds(repository: Repository, directories: readonly string[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (const path of repository.paths.filter((it) => BUILD_FILES.test(it) && !/(^|\/)vendor\//.test(it))) {
    const text = repository.tryRead(path)?.text ?? '';
    if (!RENDERS.test(text)) continue;
    const words = wordsOfRenders(text, posix.dirname(path));
    for (const directory of directories) if (words.has(directory)) named.add(directory);
  }
  return named;
}

function wordsOfRenders(text: string, directory: string): ReadonlySet<string> {
  const lines = text.split('\n').filter((line) => !/^\s*#/.test(line) && RENDERS.test(line));
  const words = lines.flatMap((line) =>
    line.split(/[\s"'`=()|<>,[\]]+/).filter((word) => word.includes('/') || word === '.'),
  );
  return new Set(
    words.flatMap((word) => [posix.normalize(word), posix.join(directory, word)].map(withoutSlash)),
  );
}

function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/(?<!\/)\/+$/, '') : path;
}
