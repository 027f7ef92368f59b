import { posix } from 'node:path';
import type { Kustomization } from '../../kubernetes/kustomize.ts';
import type { KustomizeEntry } from '../../kubernetes/kustomize-entry.ts';
import { editOf, insertLinesAfter } from '../../kubernetes/splice.ts';
import type { Change } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { lineEndingOf } from '../../repository/source-file.ts';

/** A file that is made, and where its kustomization lists it. */
export interface Listed {
  readonly kustomization: Kustomization;
  /** The entry of a block list behind which the new one stands. */
  readonly behind: KustomizeEntry;
  readonly name: string;
  readonly lines: readonly string[];
  /** Comment above the new entry. */
  readonly comment: readonly string[];
}

export const STEP = 'metrics-access';

/** Makes the file and lists it; nothing where the file is there already, or the list is in brackets. */
export function createListed(repository: Repository, listed: Listed, reason: string): readonly Change[] {
  const { kustomization, behind, name, lines, comment } = listed;
  const path = posix.join(kustomization.directory, name);
  if (repository.has(path) || behind.flow) return [];
  const { text } = kustomization;
  const indent = text.slice(behind.lineStart, text.indexOf('-', behind.lineStart));
  const entry = [...comment, `- ${name}`].map((line) => indent + line);
  const splice = insertLinesAfter(kustomization, behind.end, entry);
  const why = { step: STEP, reason };
  const eol = lineEndingOf(text);
  return [
    { kind: 'create', path, text: lines.map((line) => line + eol).join(''), mode: 0o644, ...why },
    editOf(kustomization, splice, why),
  ];
}
