import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Evidence } from '../../../src/proofs/evidence.ts';
import { runHeavy } from '../../tools/cache.ts';
import { run } from '../../tools/command.ts';
import { fixtureAfter } from '../../tools/fixture-tree.ts';
import { environmentOf, makeToolbox, type Toolbox } from '../../tools/verify.ts';
import { whyNotLive } from '../requirements.ts';
import { SYSTEMS } from './systems.ts';

const missing =
  (await whyNotLive(['go', 'make'], ['etcd-v3.6.5', 'kube-apiserver-v1.35.4', 'kustomize-v5.8.1'])) ??
  ((await run('unshare', ['-Ur', 'true'])).code === 0 ? undefined : 'no user namespaces here');
if (missing !== undefined) console.warn(`verify --live without namespaces is not tested: ${missing}.`);

const MINUTE = 60_000;
const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

describe.skipIf(missing !== undefined)('verify --live where the system allows less', () => {
  let tools: Toolbox;
  let root = '';
  beforeAll(async () => {
    tools = await makeToolbox({ live: true });
    root = await fixtureAfter('stdlib-flags-in-main');
  });

  const prove = async (system: keyof typeof SYSTEMS): Promise<Evidence | undefined> => {
    const [program, ...args] = SYSTEMS[system];
    const verify = [process.execPath, CLI, 'verify', root, '--live', '--no-cache', '--format', 'json'];
    const { stdout } = await runHeavy(program, [...args, ...verify], {
      env: environmentOf(tools),
      timeout: 40 * MINUTE,
    });
    const { evidence = [] }: { evidence?: readonly Evidence[] } = JSON.parse(stdout || '{}');
    return evidence.find(({ proof }) => proof === 'live');
  };

  test(
    'no namespaces: a root of its own, the rendered arguments, the network of the machine',
    async () => {
      expect(await prove('chroot')).toMatchObject({
        status: 'passed',
        reason: 'it ran on the network of this machine',
        measured: { now: { port: 8443, noToken: 401, withoutRole: 403, metricsReader: 200 } },
      });
    },
    45 * MINUTE,
  );

  test(
    'no rights at all: an ordinary process, and the report says which arguments differ',
    async () => {
      expect(await prove('plain')).toMatchObject({
        status: 'passed',
        reason: expect.stringMatching(
          /^it ran as an ordinary process, with other arguments: --leader-elect=false --diagnostics-address=127\.0\.0\.1:\d+$/,
        ),
        measured: { now: { plainHttp: 400, noToken: 401, withoutRole: 403, metricsReader: 200 } },
      });
    },
    45 * MINUTE,
  );
});
