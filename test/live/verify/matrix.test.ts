import { beforeAll, describe, expect, test } from 'vitest';
import type { Answers, Evidence } from '../../../src/proofs/evidence.ts';
import { change, fixtureAfter, fixtureBefore } from '../../tools/fixture-tree.ts';
import { pathsIn, readTree } from '../../tools/tree.ts';
import { makeToolbox, type Toolbox, verified } from '../../tools/verify.ts';
import { whyNotLive } from '../requirements.ts';

const missing = await whyNotLive(
  ['go', 'make'],
  ['etcd-v3.6.5', 'kube-apiserver-v1.35.4', 'kustomize-v5.8.1', 'helm-v3.19.5'],
);
if (missing !== undefined) console.warn(`verify --live is not tested: ${missing}.`);

const MINUTE = 60_000;
const GUARDED = { plainHttp: 400, noToken: 401, garbageToken: 500, withoutRole: 403, metricsReader: 200 };

/** What a run says of the endpoint. */
function liveOf(evidence: readonly Evidence[]): Evidence | undefined {
  return evidence.find(({ proof }) => proof === 'live');
}

function failing(evidence: readonly Evidence[]): readonly string[] {
  return evidence
    .filter(({ status }) => status === 'failed')
    .map(({ proof, reason }) => `${proof}: ${reason}`);
}

describe.skipIf(missing !== undefined)('verify --live', () => {
  let tools: Toolbox;
  beforeAll(async () => {
    tools = await makeToolbox({ live: true });
  });
  const prove = async (root: string) => verified(tools, ['verify', root, '--live', '--no-cache']);

  describe.each([
    ['manager-options, Cluster API 1.12', 'stdlib-flags-in-main'],
    ['manager-options, Cluster API 1.10', 'pflag-init-flags'],
    ['manager-options, Cluster API 1.9', 'private-pflag-flagset'],
    ['manager-options, a Helm chart', 'helm-literal-arguments'],
    ['diagnostics-options, Cluster API 1.7', 'flag-is-pflag'],
    ['metrics-filters, controller-runtime 0.22', 'filters-never-passed'],
    ['two managers, Cluster API 1.7', 'two-managers'],
  ])('%s', (_title, name) => {
    test(
      'answers 400, 401, 500, 403, 200, and not without the two rules',
      async () => {
        const root = await fixtureAfter(name);
        const before = readTree(root);
        const { code, evidence, result } = await prove(root);
        expect(failing(evidence), result.stderr).toEqual([]);
        expect(code).toBe(0);
        const measured = evidence.filter(({ proof }) => proof === 'live').map((one) => one.measured);
        expect(measured).not.toEqual([]);
        for (const one of measured) {
          expect(one?.now).toMatchObject(GUARDED);
          expect(one?.now.metricTypes).toBeGreaterThan(30);
          expect(one?.withoutRules).toMatchObject({ noToken: 401, withoutRole: 500, metricsReader: 500 });
        }
        expect(readTree(root)).toEqual(before);
      },
      45 * MINUTE,
    );
  });

  test(
    'an unmigrated repository: anybody can read it',
    async () => {
      const { code, evidence } = await prove(fixtureBefore('stdlib-flags-in-main'));
      expect(code).toBe(1);
      const live = liveOf(evidence);
      expect(live).toMatchObject({
        status: 'failed',
        reason: 'anybody can read it: plain http on port 8080 answers 200 without a token',
        file: 'config/manager/manager.yaml',
      });
      expect(live?.measured?.now).toMatchObject({ plainHttp: 200 } satisfies Partial<Answers>);
    },
    45 * MINUTE,
  );

  test.each([
    ['a manager without security', 'stdlib-flags-in-main'],
    ['a manager that adopted the API behind a sidecar, over plain http', 'adopted-behind-a-sidecar'],
  ])(
    'migrate --verify --live tells before and after, then writes: %s',
    async (_title, name) => {
      const root = fixtureBefore(name);
      const { code, status, evidence } = await verified(tools, [
        'migrate',
        root,
        '--verify',
        '--live',
        '--no-cache',
      ]);
      expect([code, status, failing(evidence)]).toEqual([0, 'migrated', []]);
      expect(liveOf(evidence)?.measured).toMatchObject({
        before: { plainHttp: 200 },
        now: GUARDED,
        withoutRules: { metricsReader: 500 },
      });
      expect(pathsIn(root)).toContain('main.go');
    },
    45 * MINUTE,
  );

  test(
    'without the two rules the reader gets 500',
    async () => {
      const root = await fixtureAfter('stdlib-flags-in-main');
      change(root, 'config/rbac/role.yaml', withoutReviews);
      const { code, evidence } = await prove(root);
      expect(code).toBe(1);
      expect(liveOf(evidence)).toMatchObject({
        status: 'failed',
        reason: expect.stringContaining('a client that may read metrics gets 500'),
        measured: { now: { noToken: 401, metricsReader: 500 } },
      });
      expect(failing(evidence)).toContainEqual(
        expect.stringContaining('reviews-granted: its ServiceAccount may not create'),
      );
      expect(failing(evidence)).toContainEqual(
        expect.stringContaining('role-generation: make manifests changes this role'),
      );
    },
    45 * MINUTE,
  );

  test(
    'with http left on anybody can read it',
    async () => {
      const root = await fixtureAfter('stdlib-flags-in-main');
      change(root, 'config/manager/manager.yaml', (text) =>
        text.replace('insecure-diagnostics=false', 'insecure-diagnostics=true'),
      );
      const { code, evidence } = await prove(root);
      expect(code).toBe(1);
      expect(failing(evidence)).toEqual([
        'live: anybody can read it: plain http on port 8443 answers 200 without a token',
      ]);
    },
    45 * MINUTE,
  );

  test(
    'with the old flag the manager does not start',
    async () => {
      const root = await fixtureAfter('stdlib-flags-in-main');
      change(root, 'config/manager/manager.yaml', (text) =>
        text.replace('--diagnostics-address=:8443', '--metrics-bind-address=:8080'),
      );
      const { code, evidence } = await prove(root);
      expect(code).toBe(1);
      const unknown = 'unknown flag: --metrics-bind-address';
      expect(evidence.find(({ proof }) => proof === 'arguments-known')).toMatchObject({
        status: 'failed',
        reason: unknown,
        file: 'config/manager/manager.yaml',
        line: expect.any(Number),
      });
      expect(liveOf(evidence)?.reason).toContain('the manager does not start');
      expect(liveOf(evidence)?.reason).toContain(unknown);
    },
    45 * MINUTE,
  );

  test(
    'markers in the doc comment of main: the next generation drops the rules',
    async () => {
      const root = await fixtureAfter('stdlib-flags-in-main');
      change(root, 'main.go', (text) => text.replace(/(verbs=create\n)\nfunc main/, '$1func main'));
      const { code, evidence } = await prove(root);
      expect(code).toBe(1);
      const [failure, ...others] = failing(evidence);
      expect(others).toEqual([]);
      expect(failure).toMatch(
        /^role-generation: make manifests changes this role: without .*(tokenreviews|authentication)/,
      );
    },
    45 * MINUTE,
  );
});

/** role.yaml without the two rules, as a person who regenerates too early leaves it. */
function withoutReviews(text: string): string {
  const [head = '', ...rules] = text.split(/^(?=- apiGroups:)/m);
  return head + rules.filter((rule) => !/tokenreviews|subjectaccessreviews/.test(rule)).join('');
}
