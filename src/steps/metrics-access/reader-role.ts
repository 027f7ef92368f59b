import type { Kustomization } from '../../kubernetes/kustomize.ts';
import { objectsOf } from '../../kubernetes/objects.ts';
import { rolesOf } from '../../kubernetes/role-source.ts';
import { tryParseYaml } from '../../kubernetes/yaml-file.ts';
import type { Repository } from '../../repository/repository.ts';
import { search } from '../../repository/search.ts';
import { allowsMetrics } from '../../survey/metrics-readers.ts';
import type { Layout } from './layout.ts';
import { createListed } from './listing.ts';
import { labelLines, labelsAt, licenseOf } from './manifest-text.ts';
import { isTouched } from './touched.ts';

/** What a part of this step answers. */
export interface Part {
  readonly changes: ReturnType<typeof createListed>;
  readonly afterMerge: readonly string[];
}

const REASON = 'whoever scrapes the endpoint needs a role that allows to read /metrics, and there is none';

/** The ClusterRole for those who read the metrics, where no role of the repository allows that. */
export function planReaderRole(repository: Repository, layout: Layout): Part {
  const { roles, graph, overlay } = layout;
  const behind = lastRoleEntry(roles);
  if (!behind || isTouched(layout, 'ClusterRole') || isGranted(repository))
    return { changes: [], afterMerge: [] };
  const lines = roleLines(repository, roles);
  const listed = { kustomization: roles, behind, name: 'metrics_reader_role.yaml', lines, comment: [] };
  const changes = createListed(repository, listed, REASON);
  const name = graph.renderedName(overlay, behind.target ?? '', 'metrics-reader');
  const sentence = `Nobody may read the metrics yet: bind the new ClusterRole ${name} to the ServiceAccount of whoever scrapes them.`;
  return { changes, afterMerge: changes.length > 0 ? [sentence] : [] };
}

/** Roles and bindings of the manager, as kubebuilder calls their files; those of its API types stand below them. */
const OWN_ROLES = /(?:^|\/)(?:(?:leader_election_|metrics_auth_)?role(?:_binding)?)\.ya?ml$/;

/** The last of the manager's own roles in the list. */
export function lastRoleEntry({ entries }: Kustomization) {
  return entries.filter(({ field, value }) => field === 'resources' && OWN_ROLES.test(value)).at(-1);
}

/** In any manifest, applied or not, and in charts; a template counts by its words. */
function isGranted(repository: Repository): boolean {
  const paths = search(repository, 'nonResourceURLs', (path) => /\.(?:ya?ml|json|tpl)$/.test(path));
  return paths.some((path) => {
    const source = repository.tryRead(path);
    const file = source && tryParseYaml(source);
    const roles = file ? rolesOf(file) : [];
    return roles.length > 0 ? roles.some(allowsMetrics) : true;
  });
}

function roleLines(repository: Repository, roles: Kustomization): readonly string[] {
  const siblings = roles.entries.flatMap(({ target }) =>
    target === undefined || /(?:^|\/)role\.ya?ml$/.test(target) ? [] : objectsOf(repository, target),
  );
  const labels = sharedLabels(siblings.map((it) => labelsAt(it.document.contents, ['metadata', 'labels'])));
  return [
    ...licenseOf(siblings[0]?.file.text ?? ''),
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRole',
    'metadata:',
    ...(labels.size > 0 ? ['  labels:', ...labelLines(labels, '    ')] : []),
    '  name: metrics-reader',
    'rules:',
    '- nonResourceURLs:',
    '  - "/metrics"',
    '  verbs:',
    '  - get',
  ];
}

/** What all siblings that have labels have in common: the name of the project, not that of an object. */
function sharedLabels(all: readonly ReadonlyMap<string, string>[]): ReadonlyMap<string, string> {
  const [first, ...others] = all.filter((labels) => labels.size > 0);
  if (!first || others.length === 0) return new Map();
  return new Map([...first].filter(([key, value]) => others.every((labels) => labels.get(key) === value)));
}
