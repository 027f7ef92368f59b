import { parseYaml } from '../../kubernetes/yaml-file.ts';

/** A Kubernetes object, as far as the proofs look into it. */
export interface RenderedObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly labels?: Labels };
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly { readonly matchLabels?: Labels }[] };
  readonly roleRef?: { readonly kind?: string; readonly name?: string };
  readonly subjects?: readonly {
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
  }[];
  readonly rules?: readonly RenderedRule[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly stringData?: Readonly<Record<string, unknown>>;
  readonly spec?: RenderedSpec;
}

/** Of workloads, Services, monitors and policies alike. */
interface RenderedSpec {
  readonly template?: { readonly metadata?: { readonly labels?: Labels }; readonly spec?: RenderedPod };
  readonly [key: string]: unknown;
}

export type Labels = Readonly<Record<string, string>>;

export interface RenderedRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs?: readonly string[];
}

export interface RenderedPod {
  readonly serviceAccountName?: string;
  readonly containers?: readonly RenderedContainer[];
  readonly volumes?: readonly RenderedVolume[];
}

export interface RenderedVolume {
  readonly name?: string;
  readonly secret?: { readonly secretName?: string };
  readonly configMap?: { readonly name?: string };
  readonly projected?: {
    readonly sources?: readonly { readonly serviceAccountToken?: { readonly path?: string } }[];
  };
}

export interface RenderedContainer {
  readonly name?: string;
  readonly image?: string;
  readonly command?: readonly unknown[];
  readonly args?: readonly unknown[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort?: number }[];
  readonly env?: readonly RenderedVariable[];
  readonly volumeMounts?: readonly { readonly name?: string; readonly mountPath?: string }[];
}

export interface RenderedVariable {
  readonly name?: string;
  readonly value?: unknown;
  readonly valueFrom?: {
    readonly fieldRef?: { readonly fieldPath?: string };
    readonly configMapKeyRef?: { readonly name?: string; readonly key?: string };
  };
}

/** Every object of what kustomize or helm printed. Throws a refusal for what is no YAML. */
export function objectsOf(render: string): readonly RenderedObject[] {
  return render.split(/^---(?:[ \t].*)?$/m).flatMap((text) => {
    if (text.trim() === '') return [];
    const { documents } = parseYaml({ path: 'render', text, mode: 0 });
    return documents.flatMap((document) => {
      const value: RenderedObject | null = document.toJS();
      return value === null ? [] : [value];
    });
  });
}

/** The same objects, in the namespace that Helm installs a release to where a template names none. */
export function inNamespace(
  objects: readonly RenderedObject[],
  namespace: string,
): readonly RenderedObject[] {
  return objects.map((object) => ({ ...object, metadata: { namespace, ...object.metadata } }));
}

/** The Deployments that hold a container of this name. */
export function deploymentsWith(
  objects: readonly RenderedObject[],
  container: string,
): readonly RenderedObject[] {
  return objects.filter(
    (object) => object.kind === 'Deployment' && containersOf(object).some(({ name }) => name === container),
  );
}

export function containersOf(object: RenderedObject): readonly RenderedContainer[] {
  return object.spec?.template?.spec?.containers ?? [];
}

/** All that the container's program is given: what follows the program in `command`, then `args`. */
export function argumentsOf(container: RenderedContainer): readonly string[] {
  return [...(container.command ?? []).slice(1), ...(container.args ?? [])].map(String);
}

/** `${X:=y}`, `${X:-y}` and `${X=y}` give y, `${X}` nothing, as clusterctl's substitution does without variables. */
export function substituteDefaults(text: string): string {
  return text.replaceAll(/\$\{\w+(?::?[=-]([^}]*))?\}/g, (_whole, value: string | undefined) => value ?? '');
}

/** The same where the render shows that substitution runs on the way to a cluster: it holds a `${X:=y}` (design §6.4). */
export function substituted(text: string, render: string): string {
  return /\$\{\w+:?[=-]/.test(render) ? substituteDefaults(text) : text;
}

const REVIEWS = [
  ['authentication.k8s.io', 'tokenreviews'],
  ['authorization.k8s.io', 'subjectaccessreviews'],
] as const;

/** Which of the two reviews the Deployment's ServiceAccount may not create. Only cluster-wide bindings count: both are cluster-scoped. */
export function missingReviews(
  objects: readonly RenderedObject[],
  deployment: RenderedObject,
): readonly string[] {
  const rules = clusterRulesOf(objects, deployment);
  return REVIEWS.filter(([group, resource]) => !rules.some((rule) => grants(rule, group, resource))).map(
    ([group, resource]) => `create ${resource}.${group}`,
  );
}

function clusterRulesOf(
  objects: readonly RenderedObject[],
  deployment: RenderedObject,
): readonly RenderedRule[] {
  const account = deployment.spec?.template?.spec?.serviceAccountName ?? 'default';
  const namespace = deployment.metadata?.namespace;
  const roles = objects
    .filter((object) => object.kind === 'ClusterRoleBinding')
    .filter((binding) =>
      (binding.subjects ?? []).some(
        (subject) =>
          subject.kind === 'ServiceAccount' &&
          subject.name === account &&
          (subject.namespace ?? 'default') === (namespace ?? 'default'),
      ),
    )
    .map((binding) => binding.roleRef?.name);
  return objects
    .filter((object) => object.kind === 'ClusterRole' && roles.includes(object.metadata?.name))
    .flatMap((role) => [role, ...aggregatedBy(role, objects)])
    .flatMap((role) => role.rules ?? [])
    .concat(
      roles.some((name) => name === 'cluster-admin' || name === 'system:auth-delegator') ? [EVERYTHING] : [],
    );
}

/** The same objects with every aggregated ClusterRole filled: in a cluster kube-controller-manager does that (live.md §5). */
export function withAggregatedRules(objects: readonly RenderedObject[]): readonly RenderedObject[] {
  return objects.map((object) => {
    if (object.kind !== 'ClusterRole' || object.aggregationRule === undefined) return object;
    const { aggregationRule, ...role } = object;
    const rules = aggregatedBy({ ...role, aggregationRule }, objects).flatMap((picked) => picked.rules ?? []);
    return { ...role, rules: [...(role.rules ?? []), ...rules] };
  });
}

/** The ClusterRoles whose labels an aggregated one picks; kube-controller-manager fills it with their rules. */
function aggregatedBy(role: RenderedObject, objects: readonly RenderedObject[]): readonly RenderedObject[] {
  const selectors = role.aggregationRule?.clusterRoleSelectors ?? [];
  return objects.filter(
    ({ kind, metadata }) =>
      kind === 'ClusterRole' &&
      selectors.some(({ matchLabels = {} }) =>
        Object.entries(matchLabels).every(([label, value]) => metadata?.labels?.[label] === value),
      ),
  );
}

const EVERYTHING: RenderedRule = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };

function grants(rule: RenderedRule, group: string, resource: string): boolean {
  const has = (list: readonly string[] | undefined, wanted: string) =>
    list?.some((item) => item === wanted || item === '*') === true;
  return has(rule.apiGroups, group) && has(rule.resources, resource) && has(rule.verbs, 'create');
}

/** What a program complains about when it is given an argument that it does not know or cannot read; empty when it does not. */
export function flagComplaints(output: string): readonly string[] {
  const complaint =
    /unknown (?:shorthand )?flag|flag provided but not defined|invalid (?:argument|value|boolean value)|bad flag syntax|flag needs an argument|flag redefined|unknown command|^panic:/i;
  return output.split('\n').filter((line) => complaint.test(line));
}
