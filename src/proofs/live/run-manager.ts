import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answers } from '../evidence.ts';
import { Cluster } from './cluster.ts';
import type { ControlPlane } from './control-plane.ts';
import { install, installStub, missingKinds, PLACEHOLDER } from './install.ts';
import type { LiveJob, LiveOutcome, LiveRun } from './job.ts';
import { allListeningPorts, listeningPorts } from './listening-ports.ts';
import { makeRoot } from './manager-root.ts';
import { findEndpoint, type MetricsEndpoint, measure } from './measure.ts';
import { type PlainArguments, plainArguments } from './plain-arguments.ts';
import { type RunningProgram, runServer, until } from './running-program.ts';
import { takeRules } from './take-rules.ts';

/** How long a manager may take to open its metrics port, and how often kinds that it misses are served by stubs. */
const START_TIMEOUT = 90_000;
const ATTEMPTS = 8;
/** A manager that waits for kinds that are not there does not end: after so long they are given to it. */
const PATIENCE = 15_000;

/** Installs a manager's objects, runs it, and asks its metrics endpoint. Never throws for what the manager does. */
export async function runManager(job: LiveJob, plane: ControlPlane, run: LiveRun): Promise<LiveOutcome> {
  const start = Date.now();
  const cluster = new Cluster(plane);
  const refused = await install(cluster, run);
  const token = await cluster.account(run.namespace, run.serviceAccount);
  const plain = job.mode === 'plain' ? await plainArguments(run.args) : undefined;
  const stubs: string[] = [];
  for (let attempt = 0; ; attempt++) {
    const manager = startManager(job, plane, run, token, plain, attempt);
    const ports = () =>
      job.mode === 'isolated' ? allListeningPorts() : (listeningPorts(manager.pid) ?? plain?.ports ?? []);
    const endpoint = await waitForEndpoint(manager, plane, ports);
    const outcome: LiveOutcome =
      typeof endpoint === 'string'
        ? { id: run.id, failure: endpoint, ...remains(manager), ...empty }
        : { id: run.id, ...(await askAll(cluster, run, manager, endpoint)), ...remains(manager), ...empty };
    await manager.stop();
    const missing = missingKinds(manager.output()).filter(
      ({ kind, group }) => !stubs.includes(`${kind}.${group}`),
    );
    if (typeof endpoint !== 'string' || missing.length === 0 || attempt >= ATTEMPTS) {
      const served = stubs.filter((name) => !name.startsWith(`${PLACEHOLDER}.`));
      return {
        ...outcome,
        stubs: served,
        refused,
        changedArguments: plain?.changed ?? [],
        milliseconds: Date.now() - start,
      };
    }
    for (const { kind, group, version } of missing) await installStub(cluster, kind, group, version);
    stubs.push(...missing.map(({ kind, group }) => `${kind}.${group}`));
  }
}

const empty = { stubs: [], refused: [], changedArguments: [], milliseconds: 0 };

function remains(manager: RunningProgram): Pick<LiveOutcome, 'output'> {
  return { output: manager.output().slice(-4_000) };
}

function startManager(
  job: LiveJob,
  plane: ControlPlane,
  run: LiveRun,
  token: string,
  plain: PlainArguments | undefined,
  attempt: number,
): RunningProgram {
  if (plain) return startPlainly(job, plane, run, token, plain);
  const root = makeRoot(job.folder, { ...run, id: `${run.id}-${attempt}` }, plane, token);
  const env = {
    ...{
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: '/',
      TMPDIR: '/tmp',
      HOSTNAME: `${run.serviceAccount}-0`,
    },
    ...run.env,
    ...{ KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(plane.port) },
  };
  return runServer(job.sandbox, ['chroot', root, run.program, ...run.args], { env });
}

/** An ordinary process, which finds the API server through a kubeconfig. */
function startPlainly(
  job: LiveJob,
  plane: ControlPlane,
  run: LiveRun,
  token: string,
  plain: PlainArguments,
): RunningProgram {
  const home = join(job.folder, `home-${run.id}`);
  mkdirSync(home, { recursive: true });
  const kubeconfig = join(home, 'kubeconfig');
  const named = (name: string, key: string, value: unknown) => ({ name, [key]: value });
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'it' },
    clusters: [named('it', 'cluster', { server: plane.url, 'insecure-skip-tls-verify': true })],
    users: [named('it', 'user', { token })],
    contexts: [named('it', 'context', { cluster: 'it', user: 'it', namespace: run.namespace })],
  };
  writeFileSync(kubeconfig, JSON.stringify(config), { mode: 0o600 });
  const env = { PATH: '/usr/bin:/bin', HOME: home, TMPDIR: home, ...run.env, KUBECONFIG: kubeconfig };
  return runServer(run.binary, plain.args, { env, cwd: home });
}

/** The endpoint, or why there is none. */
async function waitForEndpoint(
  manager: RunningProgram,
  plane: ControlPlane,
  ports: () => readonly number[],
): Promise<MetricsEndpoint | string> {
  const start = Date.now();
  let endpoint: MetricsEndpoint | undefined;
  const waits = () => Date.now() - start > PATIENCE && missingKinds(manager.output()).length > 0;
  await until(
    async () => {
      if (manager.ended() !== undefined) return true;
      endpoint = await findEndpoint(ports().filter((port) => !plane.ownPorts.has(port)));
      return endpoint !== undefined || waits();
    },
    START_TIMEOUT,
    200,
  );
  if (manager.ended() !== undefined) return `the manager does not start (${manager.ended()})`;
  return endpoint ?? `no metrics endpoint after ${Math.round((Date.now() - start) / 1000)} s`;
}

interface Asked {
  readonly answers: Answers;
  readonly withoutRules?: Answers;
  readonly failure?: string;
}

async function askAll(
  cluster: Cluster,
  run: LiveRun,
  manager: RunningProgram,
  endpoint: MetricsEndpoint,
): Promise<Asked> {
  let answers = await measure(cluster, endpoint, `${run.id}-0`);
  // Rights that were just granted take a moment to be known; a manager remembers a refusal, so each try has new clients.
  for (let round = 1; round <= 3 && endpoint.secure && answers.metricsReader !== 200; round++) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    answers = await measure(cluster, endpoint, `${run.id}-${round}`);
  }
  if (manager.ended() !== undefined)
    return { answers, failure: `the manager ended while it was asked (${manager.ended()})` };
  if (!run.withoutRules || answers.metricsReader !== 200) return { answers };
  await takeRules(cluster, run);
  let withoutRules = answers;
  for (let round = 10; round < 18 && withoutRules.metricsReader === 200; round++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    withoutRules = await measure(cluster, endpoint, `${run.id}-${round}`);
  }
  return { answers, withoutRules };
}
