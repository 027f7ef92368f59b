import { isScalar, type Scalar, type YAMLMap } from 'yaml';
import type { SourceFile } from '../repository/source-file.ts';
import { endOfPair, indentOf, insertLinesAfter, type Splice } from './splice.ts';
import { pairOf } from './yaml-file.ts';

/**
 * Makes `prometheus.io/port` and `/scheme` name the secure port where they name an old one. On pods and on Services
 * alike: Prometheus puts that port in the place of the endpoint's, which is the pod's.
 */
export function scrapeAnnotations(
  file: SourceFile,
  annotations: YAMLMap | undefined,
  old: ReadonlySet<number>,
  port: number,
): readonly Splice[] {
  const written = annotations && pairOf(annotations, 'prometheus.io/port');
  if (!annotations || annotations.flow || !written || !isScalar(written.value)) return [];
  if (!old.has(Number(written.value.value))) return [];
  const portSplice = rewrite(file, written.value, String(port));
  const scheme = pairOf(annotations, 'prometheus.io/scheme');
  if (isScalar(scheme?.value)) return [...portSplice, ...rewrite(file, scheme.value, 'https')];
  const line = `${indentOf(file.text, annotations)}prometheus.io/scheme: https`;
  return [...portSplice, insertLinesAfter(file, endOfPair(written), [line])];
}

/** The value between its quotes. */
function rewrite(file: SourceFile, scalar: Scalar, value: string): Splice[] {
  const [start, end] = scalar.range ?? [0, 0];
  const quoted = /^["']/.test(file.text.slice(start, end)) ? 1 : 0;
  const range = { start: start + quoted, end: end - quoted };
  return file.text.slice(range.start, range.end) === value ? [] : [{ ...range, text: value }];
}
