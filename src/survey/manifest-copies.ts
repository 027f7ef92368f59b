import { posix } from 'node:path';
import { isSeq } from 'yaml';
import type { ManagerSource } from '../golang/manager-source.ts';
import { chartFolder } from '../kubernetes/chart.ts';
import { effectiveArguments, splitPointer } from '../kubernetes/effective-arguments.ts';
import { managerPorts } from '../kubernetes/effective-ports.ts';
import { helmWorkloads } from '../kubernetes/helm-template.ts';
import { type JsonPatchSource, readJsonPatch } from '../kubernetes/json-patch.ts';
import type { KustomizeGraph } from '../kubernetes/kustomize.ts';
import type { DeploymentRendering, ManagerManifests, RenderedCopy } from '../kubernetes/manager-manifests.ts';
import { type RawWorkload, workloadsIn } from '../kubernetes/read-workloads.ts';
import type { WorkloadSource } from '../kubernetes/workload.ts';
import { nodeAt, textAt, tryParseYaml } from '../kubernetes/yaml-file.ts';
import type { Repository } from '../repository/repository.ts';
import { chartCompanions } from './chart-companions.ts';
import { deploysAnotherProduct, isStranger, ownPrograms, runsAnotherBinary } from './foreign-binary.ts';
import { type LinkedWorkload, linkWorkloads, traitsOf } from './manifest-links.ts';
import { bundleGenerator } from './olm-bundle.ts';
import { ofOneProduct } from './product-charts.ts';

/** Test data, documentation and other people's code: manifests there run images of their own time. */
export const NOT_OURS =
  /(^|\/)(vendor|node_modules|third_party|testdata|tests?|e2e|docs|examples?|samples?|_output|_*snapshots?_*)\/|\.snap\.ya?ml$/;

/** A chart in the middle of the code is what the manager installs, not what installs the manager. */
export const EMBEDDED = /(^|\/)(pkg|internal|bindata)\//;

/** A copy kept for one release (`…/v1.2/components.yaml`, `releases/app-1.2.3.yaml`) runs the image of that release: it must not change. */
const OF_A_RELEASE = /(^|\/)v\d+\.\d+[^/]*(\/|$)|\d+\.\d+\.\d+/;

/** The manager's workloads outside of kustomize: rendered copies, dead files, Helm templates. */
export function otherWorkloads(
  repository: Repository,
  graph: KustomizeGraph,
  sources: readonly ManagerSource[],
  source: ManagerSource,
  renderings: readonly DeploymentRendering[],
): Pick<ManagerManifests, 'rendered' | 'unreached' | 'templates'> {
  const paths = repository.paths.filter(
    (path) => /\.(ya?ml|tpl)$/.test(path) && !NOT_OURS.test(path) && !OF_A_RELEASE.test(path),
  );
  const loose = paths.filter((path) => !graph.isReached(path));
  const inCharts = loose.filter((path) => chartFolder(repository, path) !== undefined);
  const charts = inCharts.filter((path) => !EMBEDDED.test(path));
  // A generated bundle is made again, and not edited.
  const files = loose.filter((path) => !inCharts.includes(path) && !bundleGenerator(repository, path));
  const workloads = files.flatMap((path) => workloadsIn(repository, path));
  const copies = workloads.flatMap((workload) => copyOf(workload, renderings));
  const copied = new Set(copies.map((copy) => copy.workload.node));
  const rest = workloads.filter((workload) => !copied.has(workload.node));
  const deployed = charts.flatMap((path) => helmWorkloads(repository, path));
  const named = linked(repository, sources, source, deployed, 'helm').filter(
    (it, _, all) => !deploysAnotherProduct(it, source, renderings) && !isStranger(it, source, all),
  );
  const templates = ofOneProduct(repository, named, traitsOf(source).names);
  const known = [...renderings.map((it) => it.deployment), ...templates].map((it) => it.container);
  const programs = ownPrograms(repository, known);
  const dead = unreachedOf(repository, sources, source, rest, renderings);
  return {
    rendered: copies,
    unreached: dead.filter((it) => !runsAnotherBinary(it, source.flagNames, renderings, programs)),
    templates,
  };
}

/** The same kind at the name that an overlay gives it; one with other containers is a copy too, though stale. */
function copyOf(workload: RawWorkload, renderings: readonly DeploymentRendering[]): RenderedCopy[] {
  const origins = renderings.filter(
    (it) => it.name === workload.name && it.deployment.kind === workload.kind && isElsewhere(workload, it),
  );
  const container = workload.containers.find((it) => it.name === origins[0]?.deployment.container?.name);
  if (origins.length === 0 || !container?.image || !nodeAt(workload.node, ['spec', 'selector'])) return [];
  const copy: WorkloadSource = { ...workload, role: 'rendered', container };
  return [
    {
      workload: copy,
      overlays: origins.map((it) => it.overlay),
      argumentsFresh: origins.some((it) => sameArguments(copy, it)),
      portsFresh: origins.some((it) => samePorts(copy, it)),
    },
  ];
}

/** Without a prefix the name says nothing: the namespace must be the overlay's, and the place another. */
function isElsewhere(workload: RawWorkload, { name, namespace, deployment }: DeploymentRendering): boolean {
  if (name !== deployment.name) return true;
  return namespace === workload.namespace && !isBeside(workload.path, deployment.path);
}

function sameArguments(copy: WorkloadSource, rendering: DeploymentRendering): boolean {
  const items = copy.container?.args?.items.map((item) => item.value) ?? [];
  return items.join('\0') === effectiveArguments(rendering).join('\0') && hasSameContainers(copy, rendering);
}

/** A sidecar that the sources do not have (any more) makes a copy stale as a whole. */
function hasSameContainers(copy: WorkloadSource, rendering: DeploymentRendering): boolean {
  const names = [rendering.deployment, ...rendering.patches].flatMap((it) =>
    it.containers.map((container) => container.name),
  );
  return copy.containers.every((container) => names.includes(container.name));
}

function samePorts(copy: WorkloadSource, rendering: DeploymentRendering): boolean {
  const numbers = (ports: readonly (number | undefined)[]) => [...new Set(ports)].sort().join();
  const own = copy.container?.ports.map((port) => port.number) ?? [];
  return (
    numbers(own) ===
      numbers([...managerPorts(rendering).map((it) => it.port.number), ...addedPorts(rendering)]) &&
    hasSameContainers(copy, rendering)
  );
}

/** The ports that JSON6902 patches add to the manager: one, or the whole list. */
function addedPorts({ jsonPatches, containerIndex }: DeploymentRendering): readonly number[] {
  return jsonPatches
    .flatMap((patch) => patch.operations)
    .flatMap(({ op, pointer, node }) => {
      const [index, key] = splitPointer(pointer);
      if (op === 'remove' || op === 'test' || index !== String(containerIndex) || key !== 'ports') return [];
      const value = nodeAt(node, ['value']);
      const items = isSeq(value) ? value.items : [value];
      return items.map((item) => Number(textAt(item, ['containerPort']))).filter(Number.isInteger);
    });
}

/** Dead patches by the Deployment's own name; whole workloads by what they run. */
function unreachedOf(
  repository: Repository,
  sources: readonly ManagerSource[],
  source: ManagerSource,
  workloads: readonly RawWorkload[],
  renderings: readonly DeploymentRendering[],
): readonly WorkloadSource[] {
  const patches = workloads.flatMap((workload) => deadPatchOf(workload, renderings));
  const patched = new Set(patches.map((patch) => patch.node));
  const whole = workloads.filter((workload) => !patched.has(workload.node));
  return [...patches, ...linked(repository, sources, source, whole, 'unreached')];
}

function deadPatchOf(workload: RawWorkload, renderings: readonly DeploymentRendering[]): WorkloadSource[] {
  const origin = renderings.find(
    ({ deployment }) =>
      deployment.name === workload.name &&
      deployment.kind === workload.kind &&
      isPatchBeside(workload.path, deployment.path) &&
      workload.containers.some((it) => it.name === deployment.container?.name),
  )?.deployment;
  const container = workload.containers.find((it) => it.name === origin?.container?.name);
  return origin && container ? [{ ...workload, role: 'unreached', container }] : [];
}

/** In the same tree of kustomizations: `config/default/x.yaml` and `config/manager/manager.yaml`. */
function isBeside(path: string, other: string): boolean {
  return path.startsWith(`${posix.dirname(posix.dirname(other))}/`);
}

/** The same, also where the tree is the repository itself: `default/x.yaml` and `manager/manager.yaml`. */
export function isPatchBeside(path: string, other: string): boolean {
  return posix.dirname(posix.dirname(other)) === '.' || isBeside(path, other);
}

function linked(
  repository: Repository,
  sources: readonly ManagerSource[],
  source: ManagerSource,
  workloads: readonly RawWorkload[],
  role: 'unreached' | 'helm',
): readonly WorkloadSource[] {
  const links = linkWorkloads(repository, sources, workloads);
  const own: readonly LinkedWorkload[] = links.get(source) ?? [];
  const taken = new Set([...links.values()].flat().map((workload) => workload.node));
  const free = role === 'helm' ? workloads.filter((workload) => !taken.has(workload.node)) : [];
  return [...own, ...chartCompanions(repository, source, own, free)].map((workload) => ({
    ...workload,
    role,
  }));
}

/** JSON6902 patches in the folders of the overlays that nothing applies, e.g. switched off by a comment. */
export function unappliedJsonPatches(
  repository: Repository,
  graph: KustomizeGraph,
  renderings: readonly DeploymentRendering[],
): Pick<ManagerManifests, 'unreachedJsonPatches'> {
  const folders = new Set(
    renderings.flatMap((it) => [...graph.filesReachedBy(it.overlay)].map((path) => posix.dirname(path))),
  );
  const paths = repository.paths.filter(
    (path) => /\.ya?ml$/.test(path) && folders.has(posix.dirname(path)) && !graph.isReached(path),
  );
  return { unreachedJsonPatches: paths.flatMap((path) => deadJsonPatch(repository, path)) };
}

function deadJsonPatch(repository: Repository, path: string): JsonPatchSource[] {
  const source = repository.tryRead(path);
  const file = source && /containers\/\d+\/args/.test(source.text) ? tryParseYaml(source) : undefined;
  const patch = file && readJsonPatch(file, undefined);
  return patch ? [patch] : [];
}
