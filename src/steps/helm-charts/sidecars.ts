import { startOf } from '../../kubernetes/splice.ts';
import type { Finding } from '../../migration/finding.ts';
import { edit } from '../../repository/change.ts';
import { positionAt } from '../../repository/source-file.ts';
import type { ChartEndpoint } from '../chart-endpoints.ts';
import { type Part, STEP } from './part.ts';

const WHY = { step: STEP, reason: 'the manager itself serves what this kube-rbac-proxy did' };

/** Takes the kube-rbac-proxy out of a template, or says why it stays. */
export function planSidecar({ template, proxy }: ChartEndpoint): Part {
  if (!proxy) return { changes: [], findings: [] };
  const { file } = template;
  const { removal, obstacle, settings, sidecar } = proxy;
  if (!removal || obstacle) {
    const fix = `Take the sidecar out by hand. The image gcr.io/kubebuilder/kube-rbac-proxy is gone since March 2026.`;
    const reason = obstacle?.reason ?? 'its template is not understood';
    return {
      changes: [],
      findings: [
        findingAt(file, obstacle?.offset ?? 0, {
          rule: 'auth-proxy-kept',
          level: 'error',
          message: `the kube-rbac-proxy of this chart could not be taken out: ${reason}`,
          fix,
        }),
      ],
    };
  }
  const certificate = settings.ownCertificate
    ? [
        findingAt(file, startOf(sidecar.node), {
          rule: 'auth-proxy-certificate',
          level: 'warning',
          message: 'the kube-rbac-proxy served a certificate of its own; the manager makes a self-signed one',
          fix: 'Mount tls.crt and tls.key at /tmp/k8s-metrics-server/serving-certs of the manager, or let clients skip its verification.',
        }),
      ]
    : [];
  return { changes: [edit(file, removal, removal.text, WHY)], findings: certificate };
}

function findingAt(
  file: { readonly path: string; readonly text: string },
  offset: number,
  rest: Pick<Finding, 'rule' | 'level' | 'message' | 'fix'>,
): Finding {
  return { path: file.path, ...positionAt(file.text, offset), ...rest };
}
