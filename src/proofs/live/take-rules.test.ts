import { expect, it } from 'vitest';
import type { Cluster } from './cluster.ts';
import type { LiveRun } from './job.ts';
import { takeRules } from './take-rules.ts';

const subjects = [{ kind: 'ServiceAccount', name: 'a', namespace: 's' }];
const binding = (name: string, role: string, whom: unknown = subjects) => ({
  metadata: { name },
  roleRef: { kind: 'ClusterRole', name: role },
  subjects: whom,
});

it('takes the reviews out of roles, and bindings to what grants everything', async () => {
  const calls: string[] = [];
  const roles: Record<string, unknown> = {
    own: {
      rules: [
        { resources: ['tokenreviews'] },
        { resources: ['subjectaccessreviews', 'x'] },
        { nonResourceURLs: ['/metrics'] },
      ],
    },
    wild: { rules: [{ resources: ['*'] }] },
  };
  const cluster = {
    async request(method: string, path: string, body?: unknown) {
      const name = path.split('/').at(-1) ?? '';
      if (method !== 'GET') calls.push(`${method} ${name} ${JSON.stringify(body ?? null)}`);
      const items = [
        binding('b1', 'own'),
        binding('b2', 'wild'),
        binding('b3', 'cluster-admin'),
        binding('b4', 'own', []),
      ];
      return {
        status: 200,
        body: JSON.stringify(name === 'clusterrolebindings' ? { items } : (roles[name] ?? {})),
      };
    },
  } as unknown as Cluster;
  await takeRules(cluster, { namespace: 's', serviceAccount: 'a' } as LiveRun);
  expect(calls).toEqual([
    'PUT own {"rules":[{"resources":["x"]},{"nonResourceURLs":["/metrics"]}]}',
    'DELETE b2 null',
    'DELETE b3 null',
  ]);
});
