import type { YAMLMap } from 'yaml';
import {
  endOfPair,
  indentOf,
  insertLinesAfter,
  lineEndOf,
  lineStartOf,
  type Splice,
  startOf,
} from '../../kubernetes/splice.ts';
import { lineEndingOf, type SourceFile } from '../../repository/source-file.ts';

/** `authorization` stands for any of the ways to send a token. */
export type ScrapeKey = 'scheme' | 'authorization' | 'tlsConfig' | 'insecureSkipVerify';

/** What Prometheus needs, in the words of kubebuilder’s own ServiceMonitor (facts C1). */
export const SCRAPE_LINES: Readonly<Record<ScrapeKey, readonly string[]>> = {
  scheme: ['scheme: https'],
  authorization: ['bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token'],
  tlsConfig: ['tlsConfig:', '  insecureSkipVerify: true'],
  insecureSkipVerify: ['insecureSkipVerify: true'],
};

/** Adds settings to a mapping of the values, which may be `{}`. */
export function fillMap(file: SourceFile, map: YAMLMap, keys: readonly ScrapeKey[]): Splice {
  const lines = keys.flatMap((key) => SCRAPE_LINES[key]);
  const last = map.items.at(-1);
  if (last && !map.flow) {
    const indent = indentOf(file.text, map);
    return insertLinesAfter(
      file,
      endOfPair(last),
      lines.map((line) => indent + line),
    );
  }
  const [start = 0, end = 0] = map.range ?? [];
  if (map.items.length > 0 || lineEndOf(file.text, end) !== end) return fillFlow(map, keys);
  const lineStart = lineStartOf(file.text, startOf(map));
  const indent = `${/^ */.exec(file.text.slice(lineStart))?.[0] ?? ''}  `;
  const before = file.text.slice(0, start).trimEnd().length;
  return { start: before, end, text: lines.map((line) => lineEndingOf(file.text) + indent + line).join('') };
}

/** A comment behind the brackets stays where it is. */
function fillFlow(map: YAMLMap, keys: readonly ScrapeKey[]): Splice {
  const pairs = keys.map((key) =>
    key === 'tlsConfig' ? 'tlsConfig: {insecureSkipVerify: true}' : SCRAPE_LINES[key].join(' '),
  );
  const [start = 0, end = 0] = map.range ?? [];
  const at = map.items.length > 0 ? end - 1 : start + 1;
  return { start: at, end: at, text: (map.items.length > 0 ? ', ' : '') + pairs.join(', ') };
}

const JSON_OF: Readonly<Record<ScrapeKey, string>> = {
  authorization: '"bearerTokenFile":"/var/run/secrets/kubernetes.io/serviceaccount/token"',
  insecureSkipVerify: '"insecureSkipVerify":true',
  scheme: '"scheme":"https"',
  tlsConfig: '"tlsConfig":{"insecureSkipVerify":true}',
};

/** The same settings as JSON, in the order of their names. */
export function flowOf(keys: readonly ScrapeKey[]): string {
  return `{${keys
    .map((key) => JSON_OF[key])
    .sort()
    .join(',')}}`;
}
