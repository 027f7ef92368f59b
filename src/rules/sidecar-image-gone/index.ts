import { isAuthProxy } from '../../kubernetes/manager-container.ts';
import type { RenderedCopy } from '../../kubernetes/manager-manifests.ts';
import { isWholeWorkload } from '../../kubernetes/stale-auth-proxy.ts';
import type { Rule, RuleFinding, RuleInput } from '../../migration/rule.ts';
import { distinct } from '../distinct.ts';
import { placeOfNode } from '../place.ts';
import { hasSidecar, isGone, sidecarsWith } from '../sidecars.ts';

/** Facts C3: the image was deleted in March 2026; a mirror of the same tags remains. */
export const rule: Rule = {
  id: 'sidecar-image-gone',
  level: 'error',
  repairedBy: 'kube-rbac-proxy',
  check(input) {
    const running = sidecarsWith('image-gone', input).map(({ place, image }) => ({
      ...place,
      ...sentences(image),
    }));
    return distinct([...running, ...inCopies(input)]);
  },
};

/** Output of another era: nobody knows whether somebody still applies it. Fresh output has its fault from its sources. */
function inCopies({ survey }: RuleInput): readonly RuleFinding[] {
  const workloads = survey.managers.flatMap(({ manifests }) => {
    const isFresh = ({ overlays, argumentsFresh }: RenderedCopy) =>
      argumentsFresh && manifests.renderings.some((it) => overlays.includes(it.overlay) && hasSidecar(it));
    return [
      ...manifests.rendered.filter((copy) => !isFresh(copy)).map(({ workload }) => workload),
      ...manifests.unreached.filter(isWholeWorkload),
    ];
  });
  return workloads.flatMap(({ file, containers }) =>
    containers
      .filter((container) => isAuthProxy(container) && isGone(container.image))
      .map((container) => ({
        ...placeOfNode(file, container.node),
        level: 'warning' as const,
        ...sentences(container.image ?? ''),
      })),
  );
}

function sentences(image: string) {
  const tag = /:([\w.-]+)$/.exec(image)?.[1];
  return {
    message: `the image ${image} was deleted in March 2026: the pod does not start where it is not cached`,
    fix: `Take the sidecar out; until then registry.k8s.io/kubebuilder/kube-rbac-proxy${tag ? `:${tag}` : ''} has the same image.`,
  };
}
