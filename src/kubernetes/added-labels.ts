import { isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import { mapAt, seqAt, textAt } from './yaml-file.ts';

/** Labels that one entry of `labels`, or `commonLabels`, puts on every object. */
export interface LabelRule {
  readonly pairs: ReadonlyMap<string, string>;
  /** Also into selectors, and then into pod templates as well: an object must select what it makes. */
  readonly inSelectors: boolean;
  readonly inTemplates: boolean;
}

/** What kustomize adds to one object. */
export interface AddedLabels {
  /** To its `metadata.labels`. */
  readonly own: ReadonlyMap<string, string>;
  /** To the labels of its pod template. */
  readonly template: ReadonlyMap<string, string>;
  /** To its selector; that of a Service is made where it has none. */
  readonly selector: ReadonlyMap<string, string>;
}

/** For what no kustomization reaches. */
export const noLabels: AddedLabels = { own: new Map(), template: new Map(), selector: new Map() };

/** The rules of one kustomization. Those with `fields` of their own are read as if they had none. */
export function labelRules(root: Node): readonly LabelRule[] {
  const common = pairsOf(mapAt(root, ['commonLabels']));
  const entries = (seqAt(root, ['labels'])?.items ?? []).filter(isMap).map((entry) => {
    const inSelectors = textAt(entry, ['includeSelectors']) === 'true';
    return {
      pairs: pairsOf(mapAt(entry, ['pairs'])),
      inSelectors,
      inTemplates: inSelectors || textAt(entry, ['includeTemplates']) === 'true',
    };
  });
  return [{ pairs: common, inSelectors: true, inTemplates: true }, ...entries].filter(
    (it) => it.pairs.size > 0,
  );
}

/** What rules add, one after the other: a later one replaces what an earlier one set. */
export function addLabels(rules: readonly LabelRule[]): AddedLabels {
  const merged = (of: readonly LabelRule[]) => new Map(of.flatMap((it) => [...it.pairs]));
  return {
    own: merged(rules),
    template: merged(rules.filter((it) => it.inTemplates)),
    selector: merged(rules.filter((it) => it.inSelectors)),
  };
}

/** The pairs of a mapping of labels, as text. */
export function pairsOf(labels: YAMLMap | undefined): ReadonlyMap<string, string> {
  const names = labels?.items.map(({ key }) => (isScalar(key) ? String(key.value) : '')) ?? [];
  return new Map(names.map((name) => [name, textAt(labels, [name]) ?? '']));
}
