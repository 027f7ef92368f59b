import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Evidence } from '../../../src/proofs/evidence.ts';
import { change, fixtureAfter } from '../../tools/fixture-tree.ts';
import { makeToolbox, type Toolbox, verified } from '../../tools/verify.ts';
import { whyNotLive } from '../requirements.ts';

const missing = await whyNotLive(
  ['go', 'make'],
  ['etcd-v3.6.5', 'kube-apiserver-v1.35.4', 'kustomize-v5.8.1'],
);
const MINUTE = 60_000;

function liveOf(evidence: readonly Evidence[]): Evidence | undefined {
  return evidence.find(({ proof }) => proof === 'live');
}

/** Managers that are not content with an API server, and machines that are not empty. */
describe.skipIf(missing !== undefined)('verify --live of managers that want more', () => {
  let tools: Toolbox;
  const servers: Server[] = [];
  beforeAll(async () => {
    tools = await makeToolbox({ live: true });
    for (const port of [8443, 8081]) servers.push(occupy(port));
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });

  test(
    'one that needs a variable is reported in its own words, and runs with --env',
    async () => {
      const root = await fixtureAfter('stdlib-flags-in-main');
      change(root, 'main.go', (text) =>
        text.replace(
          'opts := ctrl.Options{',
          'if os.Getenv("WIDGET_TOKEN") == "" {\n\t\tsetupLog.Info("WIDGET_TOKEN must be set")\n\t\tos.Exit(1)\n\t}\n\n\topts := ctrl.Options{',
        ),
      );
      const without = await verified(tools, ['verify', root, '--live', '--no-cache']);
      expect(without.code).toBe(1);
      expect(liveOf(without.evidence)).toMatchObject({
        status: 'failed',
        reason: expect.stringMatching(/the manager does not start .* it said: .*WIDGET_TOKEN must be set/),
        hint: expect.stringContaining('--env NAME'),
      });
      const given = { WIDGET_TOKEN: 'a-secret-of-this-test' };
      const withIt = await verified(
        tools,
        ['verify', root, '--live', '--env', 'WIDGET_TOKEN', '--no-cache'],
        given,
      );
      expect(liveOf(withIt.evidence)).toMatchObject({
        status: 'passed',
        measured: { now: { metricsReader: 200 } },
      });
      expect(withIt.result.stdout).not.toContain(given.WIDGET_TOKEN);
    },
    45 * MINUTE,
  );

  test(
    'one that looks for a kind of another project is given a stub, and the report says so',
    async () => {
      const root = await fixtureAfter('stdlib-flags-in-main');
      change(root, 'main.go', (text) =>
        text
          .replace(
            'runtime"\n\tutilruntime',
            'runtime"\n\t"k8s.io/apimachinery/pkg/runtime/schema"\n\tutilruntime',
          )
          .replace(
            'setupLog.Info("starting the manager")',
            'kind := schema.GroupKind{Group: "other.example.org", Kind: "Policy"}\n\tif _, err := mgr.GetRESTMapper().RESTMapping(kind, "v1"); err != nil {\n\t\tsetupLog.Error(err, "unable to find the kind")\n\t\tos.Exit(1)\n\t}\n\n\tsetupLog.Info("starting the manager")',
          ),
      );
      const { evidence } = await verified(tools, ['verify', root, '--live', '--no-cache']);
      expect(liveOf(evidence)).toMatchObject({
        status: 'passed',
        reason: 'kinds of other projects were served by stubs: Policy.other.example.org',
      });
    },
    45 * MINUTE,
  );
});

/** Holds a port of this machine, unless somebody else does already. */
function occupy(port: number): Server {
  const server = createServer();
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  return server;
}
