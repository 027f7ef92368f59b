import { startOf } from '../../kubernetes/splice.ts';
import type { StaleAuthProxy } from '../../kubernetes/stale-auth-proxy.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Finding } from '../../migration/finding.ts';
import { positionAt } from '../../repository/source-file.ts';
import { staleProxiesOf } from '../stale-auth-proxies.ts';

/** Sidecars in stale manifests that could not go, or whose going has a consequence. */
export function proxyFindings(decision: Decision): readonly Finding[] {
  return [...staleProxiesOf(decision).flatMap((proxy) => [...kept(proxy), ...lostCertificate(proxy)])];
}

const IMAGE = 'The image gcr.io/kubebuilder/kube-rbac-proxy is gone since March 2026';

function kept({ workload, obstacle }: StaleAuthProxy): Finding[] {
  if (!obstacle) return [];
  return [
    {
      rule: 'auth-proxy-kept',
      level: 'error',
      path: workload.path,
      ...positionAt(workload.file.text, obstacle.offset),
      message: `the kube-rbac-proxy of this manifest could not be taken out: ${obstacle.reason}`,
      fix: `Delete the manifest if nothing uses it, or take the sidecar out by hand. ${IMAGE}.`,
    },
  ];
}

function lostCertificate({ workload, sidecar, settings, obstacle }: StaleAuthProxy): Finding[] {
  if (obstacle || !settings.ownCertificate) return [];
  return [
    {
      rule: 'auth-proxy-certificate',
      level: 'warning',
      path: workload.path,
      ...positionAt(workload.file.text, startOf(sidecar.node)),
      message: 'the kube-rbac-proxy served a certificate of its own; the manager makes a self-signed one',
      fix: 'Mount tls.crt and tls.key at /tmp/k8s-metrics-server/serving-certs of the manager, or let clients skip its verification.',
    },
  ];
}
