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
    paths: overlaidPaths(base, files),
    beneath: { repository: base, paths: [...files.keys()] },
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

/** The same list where no file comes or goes. */
function overlaidPaths(
  base: Repository,
  files: ReadonlyMap<string, SourceFile | undefined>,
): readonly string[] {
  if ([...files].every(([path, file]) => (file !== undefined) === base.has(path))) return base.paths;
  const kept = base.paths.filter((path) => !files.has(path));
  const added = [...files].filter(([, file]) => file !== undefined).map(([path]) => path);
  return [...kept, ...added].sort();
}
