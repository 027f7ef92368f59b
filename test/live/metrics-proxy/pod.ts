import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandOptions, CommandResult } from '../../tools/command.ts';
import type { LiveCluster } from '../../tools/live-cluster.ts';
import type { PrivateNetwork, Server } from '../../tools/network.ts';
import { emptyFolder } from '../../tools/tree.ts';

/** Puts a ServiceAccount where a container finds it, in a mount namespace of its own: the machine sees nothing of it. */
const ENTER = `run=$(realpath /var/run) && mount -t tmpfs tmpfs "$run" && mkdir -p "$run/secrets/kubernetes.io" &&
cp -r "$POD_SECRETS" "$run/secrets/kubernetes.io/serviceaccount" && exec "$@"`;

/** What a container of a pod has: the token of its ServiceAccount, and the way to the API server. */
export class Pod {
  readonly #network: PrivateNetwork;
  readonly #env: Readonly<Record<string, string>>;
  readonly folder = emptyFolder();

  constructor(network: PrivateNetwork, cluster: LiveCluster, token: string) {
    this.#network = network;
    const secrets = join(this.folder, 'secrets');
    mkdirSync(secrets);
    writeFileSync(join(secrets, 'token'), token);
    writeFileSync(join(secrets, 'ca.crt'), cluster.certificate());
    writeFileSync(join(secrets, 'namespace'), 'default');
    this.#env = {
      POD_SECRETS: secrets,
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: '6443',
    };
  }

  run(program: string, args: readonly string[], env: CommandOptions['env'] = {}): Promise<CommandResult> {
    const options = { env: { ...this.#env, ...env } };
    return this.#network.run('unshare', ['-m', 'sh', '-c', ENTER, 'sh', program, ...args], options);
  }

  start(
    name: string,
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Server {
    return this.#network.start(name, 'unshare', ['-m', 'sh', '-c', ENTER, 'sh', program, ...args], {
      folder: this.folder,
      env: { ...this.#env, ...env },
    });
  }
}
