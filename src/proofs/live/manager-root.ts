import { constants, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { ControlPlane } from './control-plane.ts';
import type { LiveRun } from './job.ts';

/** Where a pod finds its ServiceAccount. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Where controller-runtime looks for a webhook certificate when nobody tells it. */
const WEBHOOK_CERTIFICATES = '/tmp/k8s-webhook-server/serving-certs';

/** Makes a folder that is the manager's whole file system, as in an image without a distribution. */
export function makeRoot(folder: string, run: LiveRun, plane: ControlPlane, token: string): string {
  const root = join(folder, `root-${run.id}`);
  const write = (path: string, text: string) => writeInside(root, path, text);
  writeInside(root, run.program, '');
  copyFileSync(run.binary, join(root, run.program), constants.COPYFILE_FICLONE);
  mkdirSync(join(root, 'tmp'), { recursive: true });
  write('/etc/passwd', 'root:x:0:0:root:/:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/:/sbin/nologin\n');
  write('/etc/hosts', '127.0.0.1 localhost\n');
  write('/etc/resolv.conf', '');
  write(`${ACCOUNT}/token`, token);
  copyFileSync(join(plane.certificates, 'apiserver.crt'), join(root, ACCOUNT, 'ca.crt'));
  write(`${ACCOUNT}/namespace`, run.namespace);
  for (const { path, files, certificate } of run.mounts) {
    mkdirSync(inside(root, path), { recursive: true });
    for (const [name, text] of Object.entries(files)) write(posix.join(path, name), text);
    if (certificate) writeCertificate(inside(root, path), plane);
  }
  for (const path of [WEBHOOK_CERTIFICATES, ...certificateFolders(run.args)]) {
    writeCertificate(inside(root, path), plane);
  }
  return root;
}

/** Folders that arguments name for certificates, e.g. `--webhook-cert-dir=/certs`. */
export function certificateFolders(args: readonly string[]): readonly string[] {
  return args.flatMap(
    (argument) => /^--?[\w-]*cert(?:ificate)?s?-(?:dir|path)=(\/\S+)$/.exec(argument)?.[1] ?? [],
  );
}

/** The API server's own certificate serves: nobody checks one that is made for a test. */
function writeCertificate(folder: string, { certificates }: ControlPlane): void {
  mkdirSync(folder, { recursive: true });
  const names = [
    ['tls.crt', 'crt'],
    ['tls.key', 'key'],
    ['ca.crt', 'crt'],
  ] as const;
  for (const [name, suffix] of names) {
    if (!existsSync(join(folder, name)))
      copyFileSync(join(certificates, `apiserver.${suffix}`), join(folder, name));
  }
}

function writeInside(root: string, path: string, text: string): void {
  const target = inside(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** A path of the container in its root: it cannot lead out of it. */
function inside(root: string, path: string): string {
  return join(root, posix.normalize(posix.join('/', path)));
}
