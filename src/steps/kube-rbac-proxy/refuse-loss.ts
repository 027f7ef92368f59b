import { argumentsOfContainer } from '../../kubernetes/arguments.ts';
import { authProxyObstacle, metricsAddresses } from '../../kubernetes/auth-proxy-obstacle.ts';
import { type EndpointTraits, unsupportedBy } from '../../kubernetes/auth-proxy-settings.ts';
import { effectiveArguments } from '../../kubernetes/effective-arguments.ts';
import type { Sidecar } from '../../kubernetes/sidecar.ts';
import { startOf } from '../../kubernetes/splice.ts';
import { argumentTaking } from '../../kubernetes/taken-port.ts';
import type { Decision } from '../../migration/decision.ts';
import { endpointTraits } from '../../migration/endpoint-traits.ts';
import { cannotGo } from './why.ts';

/**
 * Refuses a sidecar that does something which the manager's own endpoint cannot do (facts E), by the name of its
 * argument: taken out, that would be lost without a word.
 */
export function refuseLoss(sidecar: Sidecar, decision: Decision): void {
  const { definition, names, settings } = sidecar;
  const { file, container } = definition;
  const here = startOf(container.node);
  const hint = imageHint(sidecar);
  if (names.size > 1) {
    const reason = `there are ${names.size} of them beside one manager`;
    throw cannotGo(file, here, { code: 'kube-rbac-proxy-several', reason, hint });
  }
  const addresses = addressesBehind(sidecar, decision);
  const endpoint = endpointTraits(decision);
  const obstacle = authProxyObstacle(container, settings, addresses, endpoint);
  if (obstacle) {
    const argument = unsupportedBy(settings, endpoint);
    const code = argument ? 'kube-rbac-proxy-argument' : 'kube-rbac-proxy-upstream';
    const way = settings.demands.find(({ item }) => item === argument);
    const { reason } = obstacle;
    throw cannotGo(file, obstacle.offset, {
      code,
      reason,
      hint: way ? `${WITHOUT[way.needs]} ${hint}` : hint,
    });
  }
  if (!settings.ownCertificate) return;
  const argument = argumentsOfContainer(container).find(({ name }) => name === 'tls-cert-file');
  throw cannotGo(file, argument?.item.start ?? here, {
    code: 'kube-rbac-proxy-certificate',
    reason: 'it serves a certificate from a file (--tls-cert-file), the manager would make a self-signed one',
    hint: `Mount tls.crt and tls.key at /tmp/k8s-metrics-server/serving-certs of the manager’s container, which reads them there, and take the argument out. ${hint}`,
  });
}

/** What is different without the argument, for whoever may decide that it can go. */
const WITHOUT: Readonly<Record<keyof EndpointTraits, string>> = {
  http1:
    'The manager will speak HTTP/2, with the bounds that Go has since 1.21.3 (CVE-2023-44487): if that is enough, take the argument out and run this again.',
  metricsAlone:
    'The manager will serve other paths, too, each to clients whose role names it: if that is enough, take the argument out and run this again.',
};

/**
 * Where the manager serves its metrics. One that serves its diagnostics on the secure port already has left its
 * sidecar behind: what that asks for is the port of former days, unless something else listens there.
 */
function addressesBehind({ rendering, settings }: Sidecar, { manager }: Decision): readonly string[] {
  const command = rendering.deployment.container?.command?.items ?? [];
  const items = [...command.map((item) => item.value), ...effectiveArguments(rendering)];
  const port = Number(/(?<!\d)\d+$/.exec(settings.upstream ?? '')?.[0] ?? 0);
  const isAdopted = items.some((item) => /^--?diagnostics-address\b/.test(item));
  if (isAdopted && argumentTaking(items, port) === undefined) return [];
  return metricsAddresses(items, manager.source);
}

/** What helps today (facts C3): the same image, from where it still is. */
function imageHint({ parts }: Sidecar): string {
  const image = parts.map((it) => it.container.image).find((it) => it !== undefined) ?? '';
  const [, tag] = /^gcr\.io\/kubebuilder\/kube-rbac-proxy:([\w.-]+)$/.exec(image) ?? [];
  const rest = 'Take it out by hand, or make it one that only does what kubebuilder scaffolded.';
  return tag === undefined
    ? rest
    : `${rest} Its image is gone since March 2026; until then use registry.k8s.io/kubebuilder/kube-rbac-proxy:${tag}.`;
}
