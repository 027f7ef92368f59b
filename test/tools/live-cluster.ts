import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tool } from './cache.ts';
import { kubernetesProgram } from './kubernetes.ts';
import { type PrivateNetwork, waitFor } from './network.ts';
import { pathOf } from './required.ts';
import { emptyFolder } from './tree.ts';

const API_SERVER = 'https://127.0.0.1:6443';
const ADMIN = 'admin-of-this-test';

/** An answer of the API server. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** etcd and kube-apiserver, in a private network. They stop with the network. */
export class LiveCluster {
  readonly folder: string;
  readonly #network: PrivateNetwork;
  readonly #certificate: string;

  private constructor(folder: string, network: PrivateNetwork) {
    this.folder = folder;
    this.#network = network;
    this.#certificate = join(folder, 'certificates/apiserver.crt');
  }

  /** Ready to serve when this answers: about ten seconds. */
  static async start(network: PrivateNetwork): Promise<LiveCluster> {
    const folder = emptyFolder();
    const [etcd, server] = await Promise.all([
      kubernetesProgram('etcd'),
      kubernetesProgram('kube-apiserver'),
    ]);
    network.start('etcd', pathOf(etcd), etcdArguments(folder), { folder });
    const started = network.start('kube-apiserver', pathOf(server), apiServerArguments(folder), { folder });
    const cluster = new LiveCluster(folder, network);
    const ready = async () => (await cluster.request('GET', '/readyz')).status === 200;
    await waitFor('kube-apiserver', ready, { server: started, seconds: 120 });
    return cluster;
  }

  /** A request of an administrator. `type` is the content type of the body. */
  async request(method: string, path: string, body?: string, type = 'application/json'): Promise<ApiAnswer> {
    const data = body === undefined ? [] : ['--header', `Content-Type: ${type}`, '--data-binary', '@-'];
    const answer = await this.#network.run(
      'curl',
      [
        ...['--silent', '--insecure', '--max-time', '30', '--request', method],
        ...['--header', `Authorization: Bearer ${ADMIN}`, '--write-out', '\n%{http_code}'],
        ...data,
        API_SERVER + path,
      ],
      { input: body ?? '' },
    );
    const lines = answer.stdout.split('\n');
    return { status: Number(lines.pop()), body: lines.join('\n') };
  }

  /** Applies an object on the server's side; `dryRun` checks it and keeps nothing. Unknown fields are errors. */
  apply(path: string, yaml: string, { dryRun = false } = {}): Promise<ApiAnswer> {
    const query = `fieldManager=test&force=true&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
    return this.request('PATCH', `${path}?${query}`, yaml, 'application/apply-patch+yaml');
  }

  /** Makes a ServiceAccount, its namespace too, and answers a token of it. */
  async serviceAccount(namespace: string, name: string): Promise<string> {
    await this.create('/api/v1/namespaces', {
      kind: 'Namespace',
      apiVersion: 'v1',
      metadata: { name: namespace },
    });
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await this.create(accounts, { kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name } });
    const request = { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', spec: {} };
    const { body } = await this.create(`${accounts}/${name}/token`, request);
    return (JSON.parse(body) as { readonly status: { readonly token: string } }).status.token;
  }

  /** Creates an object, or finds it there. Throws for anything else. */
  async create(path: string, object: object): Promise<ApiAnswer> {
    const answer = await this.request('POST', path, JSON.stringify(object));
    if (answer.status === 409 || (answer.status >= 200 && answer.status < 300)) return answer;
    throw new Error(`POST ${path}: ${answer.status} ${answer.body}`);
  }

  /** A file that a client program reads: the server, and the token it speaks with. An administrator's unless one is given. */
  kubeconfig(name: string, token = ADMIN): string {
    const file = join(this.folder, `${name}.kubeconfig`);
    const cluster = { server: API_SERVER, 'certificate-authority': this.#certificate };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user: { token } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    };
    writeFileSync(file, JSON.stringify(config));
    return file;
  }

  /** The certificate that the API server shows, which it signed itself. */
  certificate(): string {
    return readFileSync(this.#certificate, 'utf8');
  }
}

/** The programs of a cluster: built where they are not in the cache. */
export async function clusterPrograms(): Promise<readonly Tool[]> {
  const server = await kubernetesProgram('kube-apiserver');
  return [server, await kubernetesProgram('etcd')];
}

function etcdArguments(folder: string): readonly string[] {
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    ...['--listen-client-urls=http://127.0.0.1:2379', '--advertise-client-urls=http://127.0.0.1:2379'],
    ...['--listen-peer-urls=http://127.0.0.1:2380', '--initial-advertise-peer-urls=http://127.0.0.1:2380'],
    ...['--initial-cluster=default=http://127.0.0.1:2380', '--listen-metrics-urls=http://127.0.0.1:2381'],
    '--unsafe-no-fsync',
  ];
}

function apiServerArguments(folder: string): readonly string[] {
  const key = join(folder, 'service-accounts.pem');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(key, privateKey.export({ type: 'pkcs1', format: 'pem' }));
  const tokens = join(folder, 'tokens.csv');
  writeFileSync(tokens, `${ADMIN},admin,admin,system:masters\n`);
  return [
    '--etcd-servers=http://127.0.0.1:2379',
    ...['--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', '--secure-port=6443'],
    `--cert-dir=${join(folder, 'certificates')}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    ...['--authorization-mode=Node,RBAC', '--allow-privileged=true'],
    '--service-account-issuer=https://kubernetes.default.svc',
    ...[`--service-account-key-file=${key}`, `--service-account-signing-key-file=${key}`],
    `--token-auth-file=${tokens}`,
    // The one address that is loopback would be refused for the Service "kubernetes".
    '--endpoint-reconciler-type=none',
  ];
}
