import type { RenderedObject, Rendering } from './rendering.ts';
import { type DeclaredPort, selects } from './services.ts';
import { mapAt, seqAt, textAt } from './yaml-file.ts';

/**
 * NetworkPolicies of a rendering that select these pods and, by listing other ports, keep the secure one shut.
 * A policy that lists no port, or a range that holds it, lets it through.
 */
export function policiesBlocking(
  rendering: Rendering,
  podLabels: ReadonlyMap<string, string>,
  secure: { readonly number: number; readonly name: string },
  declared: readonly DeclaredPort[] = [],
): readonly RenderedObject[] {
  const policies = rendering.objects.filter(
    (it) => it.kind === 'NetworkPolicy' && selectsPods(it, podLabels),
  );
  const names = [secure.name, ...declared.filter((it) => it.number === secure.number).map((it) => it.name)];
  const limiting = policies.filter((it) => limitsIngress(it));
  // Policies add up: one that lets the port through is enough (Kubernetes documentation, "Network Policies").
  const open = limiting.some((it) => ingressRules(it).some((rule) => lets(rule, secure.number, names)));
  return open ? [] : limiting;
}

function selectsPods(policy: RenderedObject, labels: ReadonlyMap<string, string>): boolean {
  const selector = mapAt(policy.document.contents, ['spec', 'podSelector', 'matchLabels']);
  return !selector || selector.items.length === 0 || selects(selector, labels);
}

/** Ingress is limited unless `policyTypes` names other types only. */
function limitsIngress(policy: RenderedObject): boolean {
  const types = seqAt(policy.document.contents, ['spec', 'policyTypes']);
  return !types || types.items.some((_, index) => textAt(types, [index]) === 'Ingress');
}

function ingressRules(policy: RenderedObject): readonly unknown[] {
  return seqAt(policy.document.contents, ['spec', 'ingress'])?.items ?? [];
}

function lets(rule: unknown, number: number, names: readonly (string | undefined)[]): boolean {
  const ports = seqAt(rule, ['ports'])?.items ?? [];
  if (ports.length === 0) return true;
  return ports.some((entry) => {
    const port = textAt(entry, ['port']);
    const last = textAt(entry, ['endPort']);
    if (port === undefined || names.includes(port)) return true;
    return last === undefined ? Number(port) === number : Number(port) <= number && number <= Number(last);
  });
}
