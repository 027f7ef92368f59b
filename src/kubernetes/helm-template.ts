import type { Repository } from '../repository/repository.ts';
import { type RawWorkload, workloadOf } from './read-workloads.ts';
import { documentParts, parsePart } from './yaml-part.ts';

/**
 * The workloads of a Helm template. Its actions are blanked out for reading: an action that has a line of its own
 * becomes spaces, one inside a line becomes letters. Positions are those of the template.
 */
export function helmWorkloads(repository: Repository, path: string): readonly RawWorkload[] {
  const file = repository.tryRead(path);
  if (!file || !/^\s*kind:\s*(Deployment|StatefulSet|DaemonSet)/m.test(file.text)) return [];
  return documentParts(file.text).flatMap((part) => {
    const parsed = parsePart(file, part, blankActions(file.text.slice(part.start, part.end)));
    return parsed?.documents.flatMap((document) => workloadOf(parsed, document)) ?? [];
  });
}

/** The text with the same length and lines, in which no template action is left. */
export function blankActions(text: string): string {
  const lines = text.replace(/^[ \t]*\{\{[^{}]{0,4000}\}\}[ \t]*(?=\r?$)/gm, (action) =>
    action.replace(/[^\r\n]/g, ' '),
  );
  return lines.replace(/\{\{[^{}]{0,4000}\}\}/g, (action) => action.replace(/[^\r\n]/g, 'x'));
}
