import { type RenderedObject, type Rendering, renderAt, resolveReference } from '../kubernetes/rendering.ts';
import { type RoleSource, rolesOf, rulesIn } from '../kubernetes/role-source.ts';
import { seqAt, textAt } from '../kubernetes/yaml-file.ts';
import type { Repository } from '../repository/repository.ts';
import type { ControllerManager } from './model.ts';

/** A ClusterRole of the repository that allows to read `/metrics`, and to whom it is given here. */
export interface MetricsReader {
  /** As its source writes it. */
  readonly role: string;
  readonly path: string;
  /** `kind namespace/name` of the subjects of its bindings; empty where nobody is bound. */
  readonly subjects: readonly string[];
}

/** Who may read the metrics of these managers by what their overlays bring: `get` on the non-resource URL `/metrics`. */
export function metricsReaders(
  repository: Repository,
  managers: readonly ControllerManager[],
): readonly MetricsReader[] {
  const overlays = new Set(managers.flatMap(({ manifests }) => manifests.renderings.map((it) => it.overlay)));
  const readers = [...overlays].flatMap((overlay) => readersIn(renderAt(repository, overlay)));
  return [...new Map(readers.map((reader) => [JSON.stringify(reader), reader])).values()];
}

function readersIn(rendering: Rendering): MetricsReader[] {
  const roles = rendering.objects.filter((it) => it.kind === 'ClusterRole' && readsMetrics(it));
  return roles.map((role) => ({
    role: role.name,
    path: role.file.path,
    subjects: rendering.objects
      .filter((it) => it.kind === 'ClusterRoleBinding' && isOf(rendering, it, role))
      .flatMap(subjectsOf),
  }));
}

function readsMetrics(object: RenderedObject): boolean {
  const role = rolesOf(object.file).find((it) => it.index === object.index);
  return role !== undefined && allowsMetrics(role);
}

/** Whether a role allows `get` on the non-resource URL `/metrics`. */
export function allowsMetrics(role: RoleSource): boolean {
  return rulesIn(role).some(
    ({ nonResourceURLs, verbs }) =>
      ['*', '/*', '/metrics'].some((url) => nonResourceURLs.includes(url)) &&
      ['*', 'get'].some((verb) => verbs.includes(verb)),
  );
}

function isOf(rendering: Rendering, binding: RenderedObject, role: RenderedObject): boolean {
  const name = textAt(binding.document.contents, ['roleRef', 'name']) ?? '';
  return resolveReference(rendering, binding, { kind: 'ClusterRole', name }) === role;
}

function subjectsOf(binding: RenderedObject): string[] {
  return (seqAt(binding.document.contents, ['subjects'])?.items ?? []).map((subject) => {
    const [kind, name, namespace] = ['kind', 'name', 'namespace'].map((key) => textAt(subject, [key]) ?? '');
    return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
  });
}
