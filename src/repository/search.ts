import type { Repository } from './repository.ts';

/**
 * Paths of the files that pass `filter` by name and hold `needle`, in the order of `repository.paths`.
 * A fast prefilter: the encoding is not checked, so a file that is no valid UTF-8 is found too (reading it then
 * refuses). Files that cannot be read at all are left out.
 */
export function search(repository: Repository, needle: string, filter: (path: string) => boolean): string[] {
  return repository.paths.filter((path) => filter(path) && repository.contains(path, needle));
}
