import { posix } from 'node:path';
import type { Repository } from '../repository/repository.ts';
import { readModLines } from './go-mod-lines.ts';
import type { GoModule } from './go-module.ts';

/**
 * Path of the go.work that is in force for a module: the nearest one in its folder or above, within the repository, that uses it.
 * In a workspace Go refuses `-mod=mod`. A broken go.work is taken as none.
 */
export function workspaceOf(repository: Repository, module: GoModule): string | undefined {
  for (let folder = module.directory; ; folder = posix.dirname(folder)) {
    const path = folder === '.' ? 'go.work' : `${folder}/go.work`;
    const file = repository.tryRead(path);
    if (file) return usedFolders(file, folder).includes(module.directory) ? path : undefined;
    if (folder === '.') return undefined;
  }
}

function usedFolders(file: { path: string; text: string; mode: number }, folder: string): string[] {
  try {
    const { lines } = readModLines(file);
    return lines
      .filter(({ verb }) => verb === 'use')
      .flatMap(({ words }) =>
        words.map((word) => posix.normalize(posix.join(folder, word)).replace(/\/$/, '')),
      );
  } catch {
    return [];
  }
}
