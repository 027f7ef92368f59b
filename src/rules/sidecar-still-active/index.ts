import type { Rule } from '../../migration/rule.ts';
import { sidecarsWith } from '../sidecars.ts';

/** A second front door: whoever hardens one forgets the other. */
export const rule: Rule = {
  id: 'sidecar-still-active',
  level: 'warning',
  repairedBy: 'kube-rbac-proxy',
  check(input) {
    return sidecarsWith('still-active', input).map(({ place, overlay }) => ({
      ...place,
      message: `${overlay} still runs a kube-rbac-proxy beside a manager that can secure its metrics itself`,
      fix: 'Take the sidecar out, and the arguments that were made for it.',
    }));
  },
};
