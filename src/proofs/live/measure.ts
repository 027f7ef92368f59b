import type { Answers } from '../evidence.ts';
import type { Cluster } from './cluster.ts';
import { type Answer, ask } from './request.ts';

/** Clients live in a namespace of their own. */
const CLIENTS = 'diag-codemod-clients';

/** Not a token of anybody; the API server says so. */
const GARBAGE = 'not-a-token';

/** A port that serves metrics, and how. */
export interface MetricsEndpoint {
  readonly port: number;
  readonly secure: boolean;
}

/** Which of the ports serves metrics: health probes and webhooks answer otherwise. */
export async function findEndpoint(ports: readonly number[]): Promise<MetricsEndpoint | undefined> {
  for (const port of ports) {
    const plain = await get(port, 'http');
    if (plain.status === 200 && countTypes(plain) > 0) return { port, secure: false };
    const secure = await get(port, 'https');
    const guarded = secure.status === 401 || secure.status === 403 || secure.status === 500;
    if (guarded || (secure.status === 200 && countTypes(secure) > 0)) return { port, secure: true };
  }
  return undefined;
}

/** Asks an endpoint in the five ways. Answers are remembered by the manager: each time the clients are new ones. */
export async function measure(
  cluster: Cluster,
  { port, secure }: MetricsEndpoint,
  round: string,
): Promise<Answers> {
  const plain = await get(port, 'http');
  const noToken = await get(port, 'https');
  const garbage = await get(port, 'https', GARBAGE);
  const withoutRole = await get(port, 'https', await cluster.account(CLIENTS, `stranger-${round}`));
  const reader = await get(port, 'https', await readerToken(cluster, round));
  return {
    port,
    plainHttp: plain.status,
    noToken: noToken.status,
    garbageToken: garbage.status,
    withoutRole: withoutRole.status,
    metricsReader: reader.status,
    metricTypes: countTypes(secure ? reader : plain),
  };
}

/** A client that may read metrics: it waits until the API server knows it. */
async function readerToken(cluster: Cluster, round: string): Promise<string> {
  const name = `reader-${round}`;
  const token = await cluster.account(CLIENTS, name);
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
  const role = {
    ...rbac,
    kind: 'ClusterRole',
    metadata: { name: 'diag-codemod-metrics-reader' },
    rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
  };
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.metadata.name };
  const subjects = [{ kind: 'ServiceAccount', name, namespace: CLIENTS }];
  await cluster.apply(role);
  await cluster.apply({
    ...rbac,
    kind: 'ClusterRoleBinding',
    metadata: { name: `diag-codemod-${name}` },
    roleRef,
    subjects,
  });
  for (let attempt = 0; attempt < 50 && !(await mayRead(cluster, name)); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return token;
}

async function mayRead(cluster: Cluster, name: string): Promise<boolean> {
  const spec = {
    user: `system:serviceaccount:${CLIENTS}:${name}`,
    nonResourceAttributes: { path: '/metrics', verb: 'get' },
  };
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  const { body } = await cluster.request('POST', 'apis/authorization.k8s.io/v1/subjectaccessreviews', review);
  return JSON.parse(body || '{}').status?.allowed === true;
}

function get(port: number, protocol: 'http' | 'https', token?: string): Promise<Answer> {
  return ask(`${protocol}://127.0.0.1:${port}/metrics`, token === undefined ? {} : { token });
}

function countTypes({ body }: Answer): number {
  return body.match(/^# TYPE /gm)?.length ?? 0;
}
