import type { Repository } from './repository.ts';
import type { SourceFile } from './source-file.ts';

/** `base` with some files replaced (text) or gone (undefined). An overlay of an overlay is again one. */
export function overlayRepository(
  base: Repository,
  files: ReadonlyMap<string, SourceFile | undefined>,
): Repository {
  const read = (path: string, below: (path: string) => SourceFile | undefined) =>
    files.has(path) ? files.get(path) : below(path);
  const overlay: Repository = {
    root: base.root,
    paths: overlaidPaths(base.paths, files),
    has: (path) => (files.has(path) ? files.get(path) !== undefined : base.has(path)),
    read: (path) => read(path, (below) => base.read(below)),
    tryRead: (path) => read(path, (below) => base.tryRead(below)),
    overlay: (more) => overlayRepository(overlay, more),
    contains: (path, needle) => {
      if (files.has(path)) return files.get(path)?.text.includes(needle) ?? false;
      return base.contains(path, needle);
    },
    changedSinceRead: () => base.changedSinceRead(),
  };
  return overlay;
}

function overlaidPaths(
  paths: readonly string[],
  files: ReadonlyMap<string, SourceFile | undefined>,
): readonly string[] {
  const kept = paths.filter((path) => !files.has(path));
  const added = [...files].filter(([, file]) => file !== undefined).map(([path]) => path);
  return [...kept, ...added].sort();
}
