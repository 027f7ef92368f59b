import type { Rule } from '../../migration/rule.ts';
import { sidecarsWith } from '../sidecars.ts';

/** Facts C2: the second one to bind the port ends, and is started again and again. */
export const rule: Rule = {
  id: 'port-clash-with-sidecar',
  level: 'error',
  repairedBy: 'kube-rbac-proxy',
  check(input) {
    return sidecarsWith('port-clash', input).map(({ place, endpoint, overlay }) => ({
      ...place,
      message: `in ${overlay} this kube-rbac-proxy and the manager both listen on port ${endpoint?.port}: one of them crashes`,
      fix: 'Take the sidecar out: the manager itself does what it did.',
    }));
  },
};
