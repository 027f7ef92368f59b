import { type Edit, edit } from '../repository/change.ts';
import type { Repository } from '../repository/repository.ts';
import type { SourceFile } from '../repository/source-file.ts';
import type { Project } from './project.ts';

/**
 * Edits of the project's README.md, as the repository's own script makes them: the version of the badge, and then the first mention of
 * the old version on every line (`sed s/old/new/`, where a dot of the old version stands for any character).
 */
export function readmeEdits(repository: Repository, project: Project, tag: string): readonly Edit[] {
  const file = repository.read(`${project.home}/README.md`);
  if (!file) return [];
  const version = shielded(tag);
  const search = badge(project);
  if (file.text.includes(`${search}-${version}`)) return [];
  const old = shownVersion(file, search);
  return old === undefined || old === '' ? [] : mentions(file, old, version);
}

/** A badge doubles the dashes of what it shows. */
function shielded(text: string): string {
  return text.replaceAll('-', '--');
}

function badge({ branch }: Project): string {
  const subject = branch === undefined ? 'version' : `${shielded(branch)}%20version`;
  return `img.shields.io/badge/${subject}`;
}

/** Undefined where there is no badge, or several: then nobody can tell which version is the old one. */
function shownVersion({ text }: SourceFile, search: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.includes(search));
  const [line = ''] = lines;
  if (lines.length !== 1) return undefined;
  const shown = line.slice(line.lastIndexOf(`${search}-`) + search.length + 1);
  return shown.replace(/-blue\).*$/, '');
}

function mentions(file: SourceFile, old: string, version: string): readonly Edit[] {
  const pattern = new RegExp(old.replaceAll(/[*+?^${}()|[\]\\/]/g, '\\$&'));
  const edits: Edit[] = [];
  let start = 0;
  for (const line of file.text.split('\n')) {
    const found = pattern.exec(line);
    if (found) {
      const range = { start: start + found.index, end: start + found.index + found[0].length };
      edits.push(edit(file, range, version, { step: 'bump', reason: 'the version shown' }));
    }
    start += line.length + 1;
  }
  return edits;
}
