import { createHash } from 'node:crypto';
import type { Repository } from '../repository/repository.ts';
import { type RawWorkload, workloadOf } from './read-workloads.ts';
import { documentParts, parsePart } from './yaml-part.ts';

/**
 * The workloads of a Helm template, read without its actions ({@link readableTemplate}). Positions are those of the
 * template.
 */
export function helmWorkloads(repository: Repository, path: string): readonly RawWorkload[] {
  const file = repository.tryRead(path);
  if (!file || !/^[ \t]*kind:\s*(Deployment|StatefulSet|DaemonSet)/m.test(file.text)) return [];
  return documentParts(file.text).flatMap((part) => {
    const parsed = parsePart(file, part, readableTemplate(file.text.slice(part.start, part.end)));
    return parsed?.documents.flatMap((document) => workloadOf(parsed, document)) ?? [];
  });
}

/** An action is at most this long: one that is not closed must not cost time. */
const ACTION = String.raw`\{\{[^{}]{0,4000}\}\}`;
/** `{{ end }}{{/* of the condition above *\/}}` has no text of its own either. */
const OWN_LINE = new RegExp(String.raw`^[ \t]*(?:${ACTION}[ \t]*)+(?=\r?$)`, 'gm');
const INLINE = new RegExp(ACTION, 'g');

/**
 * A text of the same length and lines that is YAML, in which no template action is left.
 *
 * An action inside a line becomes letters, the same for the same action: names that two templates make alike are
 * alike. An action that has a line of its own becomes spaces, unless it includes labels: then one pair that stands for
 * them, so that selectors can be compared with the labels they select.
 */
export function readableTemplate(text: string): string {
  return text.replace(OWN_LINE, ownLine).replace(INLINE, lettersFor);
}

/** Name of the partial (`app.labels`, `app.selectorLabels`) and the column where its lines begin. */
const LABELS =
  /^([ \t]*)\{\{-?\s*include\s+"([^"]*?)\.?(?:selector|match)?labels"\s.*?(?:\|\s*nindent\s+(\d{1,2}))?\s*-?\}\}/i;

function ownLine(line: string): string {
  const blank = line.replace(/[^\r\n]/g, ' ');
  const labels = LABELS.exec(line);
  if (!labels) return blank;
  const column = Number(labels[3] ?? labels[1]?.length ?? 0);
  const pair = `${letters(labels[2] ?? '', 8)}: l`;
  if (column + pair.length > line.length) return blank;
  return (' '.repeat(column) + pair).padEnd(line.length);
}

const INLINE_LABELS = /^\{\{-?\s*include\s+"([^"]*?)\.?(?:selector|match)?labels"\s[^|]*\|\s*nindent\s/i;

function lettersFor(action: string): string {
  const labels = INLINE_LABELS.exec(action);
  const pair = `{${letters(labels?.[1] ?? '', 8)}: l}`;
  if (labels && pair.length <= action.length && !action.includes('\n')) return pair.padEnd(action.length);
  // Line breaks inside of an action stay where they are.
  const made = letters(action.replace(/^\{\{-?\s*|(?:(?<!\s)\s+)?-?\}\}$/g, ''), action.length);
  return action.replace(/[^\r\n]/g, (_, index: number) => made[index] ?? 'x');
}

/** `count` letters that only this text gives. */
function letters(text: string, count: number): string {
  const hash = [...createHash('sha256').update(text).digest()];
  return Array.from({ length: count }, (_, index) =>
    String.fromCharCode(97 + ((hash[index % hash.length] ?? 0) % 26)),
  ).join('');
}
