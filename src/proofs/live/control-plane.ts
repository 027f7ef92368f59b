import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { LiveJob } from './job.ts';
import { ask } from './request.ts';
import { type RunningProgram, runServer, until } from './running-program.ts';

/** An API server of our own, ready to be asked. */
export interface ControlPlane {
  readonly url: string;
  readonly port: number;
  /** A token of the group `system:masters`. */
  readonly adminToken: string;
  /** Folder with `apiserver.crt` (which is its own authority) and `apiserver.key`. */
  readonly certificates: string;
  /** e.g. `v1.35.4`. */
  readonly version: string;
  /** Ports that are not a manager's. */
  readonly ownPorts: ReadonlySet<number>;
  stop(): Promise<void>;
}

/** A first start on a machine that is busy with other things. */
const READY_TIMEOUT = 180_000;

/** Starts etcd and kube-apiserver, without a node and without controllers. Throws where they do not get ready. */
export async function startControlPlane(job: LiveJob): Promise<ControlPlane> {
  const [client = 0, peer = 0, secure = 0] = await freePorts(3);
  const certificates = join(job.folder, 'certificates');
  mkdirSync(certificates, { recursive: true });
  const env = { PATH: '/usr/bin:/bin', HOME: job.folder, TMPDIR: job.folder };
  const etcd = runServer(job.etcd, etcdArguments(job.folder, client, peer), { env });
  const adminToken = randomBytes(24).toString('hex');
  const args = apiServerArguments(certificates, client, secure, writeKeys(certificates, adminToken));
  const apiServer = runServer(job.apiServer, args, { env });
  const url = `https://127.0.0.1:${secure}`;
  const stop = async () => {
    await Promise.all([apiServer.stop(), etcd.stop()]);
  };
  const version = await readyVersion(url, adminToken, [apiServer, etcd]).catch(async (error) => {
    await stop();
    throw error;
  });
  return {
    url,
    port: secure,
    adminToken,
    certificates,
    version,
    ownPorts: new Set([client, peer, secure]),
    stop,
  };
}

async function readyVersion(
  url: string,
  token: string,
  programs: readonly RunningProgram[],
): Promise<string> {
  const isReady = async () => (await ask(`${url}/readyz`, { token })).status === 200;
  const ready = await until(
    async () => programs.some((it) => it.ended() !== undefined) || (await isReady()),
    READY_TIMEOUT,
  );
  const dead = programs.find((program) => program.ended() !== undefined);
  if (dead) throw new Error(`the control plane ended (${dead.ended()}): ${dead.output().slice(-800)}`);
  if (!ready) throw new Error(`the API server was not ready after ${READY_TIMEOUT / 1000} s`);
  const { gitVersion } = JSON.parse((await ask(`${url}/version`, { token })).body);
  return String(gitVersion);
}

function etcdArguments(folder: string, client: number, peer: number): string[] {
  const [clientUrl, peerUrl] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
  return [
    ...[`--data-dir=${join(folder, 'etcd')}`, '--unsafe-no-fsync', '--log-level=error'],
    ...[`--listen-client-urls=${clientUrl}`, `--advertise-client-urls=${clientUrl}`],
    ...[`--listen-peer-urls=${peerUrl}`, `--initial-advertise-peer-urls=${peerUrl}`],
    `--initial-cluster=default=${peerUrl}`,
  ];
}

function apiServerArguments(certificates: string, client: number, port: number, keys: Keys): string[] {
  return [
    ...[`--etcd-servers=http://127.0.0.1:${client}`, `--secure-port=${port}`, `--cert-dir=${certificates}`],
    ...['--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', '--endpoint-reconciler-type=none'],
    ...['--service-cluster-ip-range=10.96.0.0/24', '--authorization-mode=RBAC', '--allow-privileged=true'],
    ...[`--token-auth-file=${keys.tokens}`, '--service-account-issuer=https://kubernetes.default.svc'],
    ...[`--service-account-key-file=${keys.key}`, `--service-account-signing-key-file=${keys.key}`],
    '--disable-admission-plugins=ServiceAccount',
  ];
}

interface Keys {
  readonly tokens: string;
  readonly key: string;
}

function writeKeys(folder: string, adminToken: string): Keys {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = { tokens: join(folder, 'tokens.csv'), key: join(folder, 'accounts.key') };
  writeFileSync(keys.key, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  writeFileSync(keys.tokens, `${adminToken},admin,admin,system:masters\n`, { mode: 0o600 });
  return keys;
}

/** Ports that nobody listens on, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all([...Array(count)].map(listening));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listening(): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
