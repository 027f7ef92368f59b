import { BUILT_IN_ROLES, isProxyRole, rolesBoundTo } from '../../kubernetes/grants.ts';
import { workloadsIn } from '../../kubernetes/read-workloads.ts';
import type { RenderedObject } from '../../kubernetes/rendering.ts';
import { installedRoles } from '../../kubernetes/role-source.ts';
import { seqAt, textAt } from '../../kubernetes/yaml-file.ts';
import type { Finding } from '../../migration/finding.ts';
import type { StepInput } from '../../migration/step.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';
import { isGrantedIn } from './granted-in-copy.ts';
import { bindingsOf } from './left-overs.ts';
import type { Subject } from './subject.ts';

/**
 * The proxy roles, each followed by its bindings, that can go from manifests that are no sources: those that the
 * overlay lost, and all beside a sidecar that goes now. The manager's role there must grant the same, or be given it.
 *
 * @param isLost whether the overlays of this run lose an object of that kind and (rendered) name.
 */
export function proxyRolesInCopies(
  input: StepInput,
  subjects: readonly Subject[],
  isLost: (object: RenderedObject) => boolean,
): readonly RenderedObject[] {
  const { repository } = input.survey;
  return subjects
    .filter((subject) => !subject.running)
    .flatMap((subject) => {
      const roles = subject.rendering.objects.filter(isProxyRole);
      const going = roles.filter((role) => subject.proxyPorts.length > 0 || isLost(role));
      if (going.length === 0 || !isGrantedIn(input, subject)) return [];
      return going
        .map((role) => ({ role, bindings: bindingsOf(subject.rendering, role) }))
        .filter(({ bindings }) => bindings.every((it) => isForManager(repository, subject, it)))
        .flatMap(({ role, bindings }) => [role, ...bindings]);
    });
}

/** Output of another era binds the account of its time: it is the manager's as long as nothing else runs under it. */
function isForManager(repository: Repository, subject: Subject, binding: RenderedObject): boolean {
  const files = new Set(subject.rendering.objects.map((it) => it.file.path));
  const others = [...files]
    .flatMap((path) => workloadsIn(repository, path))
    .filter((it) => it.node !== subject.workload.node);
  const taken = new Set(others.map((it) => it.serviceAccountName ?? 'default'));
  const accounts = seqAt(binding.document.contents, ['subjects'])?.items ?? [];
  return accounts.every((account) => {
    const name = textAt(account, ['name']) ?? '';
    const isManager = name === subject.serviceAccountName || !taken.has(name);
    return textAt(account, ['kind']) === 'ServiceAccount' && isManager;
  });
}

/** Manifests that lose their sidecar and in which nothing lets the manager ask for reviews. */
export function missingReviews(input: StepInput, subjects: readonly Subject[]): readonly Finding[] {
  return (
    subjects
      .filter((it) => it.proxyPorts.length > 0 && !isGrantedIn(input, it) && !hasProxyRole(it))
      // What OLM grants stands in the file itself, and gets the rules.
      .filter((it) => !installedRoles(it.workload.file).some(({ name }) => name === it.serviceAccountName))
      .map(({ workload, serviceAccountName }) => ({
        rule: 'manager-without-reviews',
        level: 'warning',
        path: workload.path,
        ...positionAt(workload.file.text, workload.node.range?.[0] ?? 0),
        message: `no role in this manifest lets the ServiceAccount ${serviceAccountName} create reviews: the endpoint answers 500`,
        fix: 'Allow it to create tokenreviews (authentication.k8s.io) and subjectaccessreviews (authorization.k8s.io), or delete the manifest if nothing uses it.',
      }))
  );
}

function hasProxyRole({ rendering, workload, serviceAccountName }: Subject): boolean {
  const deployment = rendering.objects.find(
    (it) => it.file.path === workload.path && it.kind === workload.kind,
  );
  const bound = deployment ? rolesBoundTo(rendering, deployment, serviceAccountName) : [];
  return bound.some(({ role, roleName }) => (role ? isProxyRole(role) : BUILT_IN_ROLES.includes(roleName)));
}
