import { keysOf, mapAt, textAt } from '../../kubernetes/yaml-file.ts';

/** The license that stands above a file, as lines, with the blank line behind it. */
export function licenseOf(text: string): readonly string[] {
  const head = /^(?:#[^\n]*\r?\n)+(?:[ \t]*\r?\n)?/.exec(text)?.[0] ?? '';
  return /copyright|licen[sc]e|SPDX/i.test(head) ? head.split(/\r?\n/).slice(0, -1) : [];
}

/** The mapping of texts at a path; empty where there is none. */
export function labelsAt(node: unknown, path: readonly string[]): ReadonlyMap<string, string> {
  const labels = mapAt(node, path);
  return new Map(keysOf(labels).map((key) => [key, textAt(labels, [key]) ?? '']));
}

/** Labels as lines of a mapping. */
export function labelLines(labels: ReadonlyMap<string, string>, indent: string): readonly string[] {
  return [...labels].map(([key, value]) => `${indent}${key}: ${scalar(value)}`);
}

/** Plain where that is a text in every version of YAML. */
function scalar(value: string): string {
  const isPlain =
    /^[A-Za-z][\w./-]*$/.test(value) && !/^(?:true|false|yes|no|on|off|null|[yn])$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}
