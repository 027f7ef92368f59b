import type { Rule } from '../../migration/rule.ts';
import { sidecarsWith } from '../sidecars.ts';

/** Go's https server answers plain http with 400: the sidecar passes that on to every scraper. */
export const rule: Rule = {
  id: 'sidecar-asks-plain-http',
  level: 'error',
  repairedBy: 'kube-rbac-proxy',
  check(input) {
    return sidecarsWith('asks-plain-http', input).map(({ place, endpoint, overlay }) => ({
      ...place,
      message: `in ${overlay} this kube-rbac-proxy asks for the metrics with plain http on ${endpoint?.address}, where the manager speaks https: every scrape fails`,
      fix: 'Take the sidecar out, and let the manager listen where others reach it.',
    }));
  },
};
