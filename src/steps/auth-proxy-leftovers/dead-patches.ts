import { activeAuthProxies } from '../../kubernetes/active-auth-proxy.ts';
import { authProxySettings } from '../../kubernetes/auth-proxy-settings.ts';
import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import { removeCommentedEntries } from '../../kubernetes/kustomize-comments.ts';
import { isAuthProxy } from '../../kubernetes/manager-container.ts';
import { surplusBesideContainers } from '../../kubernetes/patch-surplus.ts';
import { type RawWorkload, workloadsIn } from '../../kubernetes/read-workloads.ts';
import { keysOf, mapAt, nodeAt, parseYaml } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Finding } from '../../migration/finding.ts';
import type { StepInput } from '../../migration/step.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { search } from '../../repository/search.ts';
import { positionAt } from '../../repository/source-file.ts';
import { isPatchBeside, NOT_OURS } from '../../survey/manifest-copies.ts';
import { mentionsOf } from '../../survey/mentions.ts';
import { keptBecause, nowGone } from './mention-findings.ts';
import { type Part, STEP } from './part.ts';

/**
 * Deletes patches that would bring the sidecar back and that nothing applies, with the commented-out entries that name
 * them. One that carries more, or that a build names, stays and is reported.
 */
export function planDeadPatches({ survey, decisions }: StepInput): Part {
  const { repository } = survey;
  const graph = buildKustomizeGraph(repository);
  const changes: Change[] = [];
  const findings: Finding[] = [];
  for (const path of deadPatches(repository, decisions)) {
    const inUse = mentionsOf(repository, path, 'build');
    const more = surplusOf(repository, path);
    findings.push(...inUse.map(keptBecause), ...(more ? [carriesMore(repository, path, more)] : []));
    if (more || inUse.length > 0) continue;
    changes.push(deletion(repository, path));
    findings.push(...mentionsOf(repository, path, 'documentation').map(nowGone));
    for (const kustomization of graph.kustomizations) {
      const ranges = removeCommentedEntries(kustomization, path);
      changes.push(...ranges.map((range) => edit(kustomization, range, '', { step: STEP, reason: ENTRY })));
    }
  }
  return { changes, findings, afterMerge: [] };
}

const ENTRY = 'The file that this switched-off entry names is gone.';

/** Files that hold nothing but patches of a migrated manager which bring a kube-rbac-proxy, and that are never applied. */
function deadPatches(repository: Repository, decisions: readonly Decision[]): readonly string[] {
  const graph = buildKustomizeGraph(repository);
  const free = decisions.filter(({ manager }) => activeAuthProxies(manager.manifests).length === 0);
  const deployments = free.flatMap(({ manager }) => manager.manifests.renderings.map((it) => it.deployment));
  const isPatch = (patch: RawWorkload) =>
    patch.containers.some(isAuthProxy) &&
    nodeAt(patch.node, ['spec', 'selector']) === undefined &&
    deployments.some(
      (it) => it.kind === patch.kind && it.name === patch.name && isPatchBeside(patch.path, it.path),
    );
  return search(
    repository,
    'kube-rbac-proxy',
    (path) => /\.ya?ml$/.test(path) && !NOT_OURS.test(path) && !graph.isReached(path),
  ).filter((path) => {
    const workloads = workloadsIn(repository, path);
    return workloads.length > 0 && workloads.every(isPatch);
  });
}

/** What a patch holds beside the sidecar and the manager's arguments, in a few words; undefined for nothing. */
function surplusOf(repository: Repository, path: string): string | undefined {
  const patches = workloadsIn(repository, path);
  const file = repository.read(path);
  const documents = file ? parseYaml(file).documents.filter((it) => mapAt(it.contents, [])) : [];
  if (documents.length > patches.length) return 'other objects';
  return patches.map(surplusOfPatch).find((it) => it !== undefined);
}

function surplusOfPatch({ node, containers }: RawWorkload): string | undefined {
  const beside = surplusBesideContainers(node);
  if (beside !== undefined) return beside;
  for (const container of containers) {
    const { unsupported, demands } = authProxySettings(container);
    const own = unsupported ?? demands[0]?.item;
    if (isAuthProxy(container) && own) return `${own.value} of the kube-rbac-proxy`;
    const other = keysOf(container.node).find((key) => key !== 'name' && key !== 'args');
    if (!isAuthProxy(container) && other !== undefined)
      return `${other} of container ${container.name ?? ''}`;
  }
  return undefined;
}

function carriesMore(repository: Repository, path: string, more: string): Finding {
  const [patch] = workloadsIn(repository, path);
  const proxy = patch?.containers.find(isAuthProxy);
  return {
    rule: 'dead-auth-proxy-patch',
    level: 'note',
    path,
    ...positionAt(patch?.file.text ?? '', proxy?.node.range?.[0] ?? 0),
    message: `no kustomization applies this patch, which would bring a kube-rbac-proxy back; it also carries ${more}`,
    fix: 'Delete it once nothing of it is needed. Applied as it is, it breaks the manager.',
  };
}

function deletion(repository: Repository, path: string): Change {
  const expected = repository.read(path)?.text ?? '';
  const reason = 'Nothing applies this patch, and the kube-rbac-proxy that it would add is gone.';
  return { kind: 'delete', path, expected, step: STEP, reason };
}
