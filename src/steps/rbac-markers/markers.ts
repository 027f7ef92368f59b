import { addMarkers, detachMarkers, type MarkerPrefix, markerPrefix } from '../../golang/marker-block.ts';
import { collectRbacMarkers, type RbacMarker } from '../../golang/markers.ts';
import { ruleOfMarker } from '../../kubernetes/role-generation.ts';
import { grants, type PolicyRule } from '../../kubernetes/rules.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import type { SourceFile } from '../../repository/source-file.ts';
import { markedFiles } from '../../survey/marked-files.ts';

/** Which rules need a marker, and where. */
export interface MarkerPlace {
  readonly unmarked: readonly PolicyRule[];
  /** The file that gets them instead of the entry point, since the call reads it. */
  readonly host: string | undefined;
  /** Folder whose files show the spelling, where the file itself does not. */
  readonly directory: string;
}

/**
 * The markers for the rules that are missing: those that already stand in a doc comment, where controller-gen ignores
 * them, are detached from it; the others are added.
 */
export function planMarkers(repository: Repository, entryPoint: string, role: MarkerPlace): Change[] {
  const file = repository.read(role.host ?? entryPoint);
  if (!file) return [];
  const markers = collectRbacMarkers(file);
  const inert = markers.filter((marker) => !marker.effective && makesOneOf(marker, role.unmarked));
  const absent = role.unmarked.filter((rule) => !inert.some((marker) => makes(marker, rule)));
  const beside = markers.findLast(
    (marker) => marker.effective && (role.host !== undefined || isForEndpoint(marker)),
  );
  const prefix = markerPrefix(file.text) ?? prefixElsewhere(repository, role.directory);
  const added = addMarkers(file, absent.map(markerText), prefix, beside);
  return [...detached(file, inert), ...(added ? [edit(file, added, added.replacement, ADD)] : [])];
}

const STEP = { step: 'rbac-markers' };
const ADD = { ...STEP, reason: 'controller-gen makes the rules of the endpoint from these markers' };
const DETACH = {
  ...STEP,
  reason: 'controller-gen ignores markers in the doc comment of a declaration: a blank line makes them count',
};

function detached(file: SourceFile, inert: readonly RbacMarker[]): Change[] {
  return detachMarkers(file, inert).map((part) => edit(file, part, part.replacement, DETACH));
}

/** The marker that makes a rule, without the comment sign. */
export function markerText(rule: PolicyRule): string {
  const [groups, resources, verbs] = [rule.apiGroups, rule.resources, rule.verbs].map((list) =>
    list.join(';'),
  );
  return `+kubebuilder:rbac:groups=${groups},resources=${resources},verbs=${verbs}`;
}

function makes(marker: RbacMarker, rule: PolicyRule): boolean {
  return (
    marker.rule !== 'invalid' && marker.rule.namespace === '' && grants([ruleOfMarker(marker.rule)], rule)
  );
}

function makesOneOf(marker: RbacMarker, rules: readonly PolicyRule[]): boolean {
  return rules.some((rule) => makes(marker, rule));
}

function isForEndpoint(marker: RbacMarker): boolean {
  return (
    marker.rule !== 'invalid' && /^(tokenreviews|subjectaccessreviews)$/.test(marker.rule.resources.join())
  );
}

/** The spelling that most marked files use. */
function prefixElsewhere(repository: Repository, directory: string): MarkerPrefix {
  const near = markedFiles(repository).filter(
    ({ path }) => directory === '.' || path.startsWith(`${directory}/`),
  );
  const spellings = near.map(({ path }) => markerPrefix(repository.tryRead(path)?.text ?? ''));
  const tight = spellings.filter((prefix) => prefix === '//+').length;
  return tight * 2 > spellings.length ? '//+' : '// +';
}
