import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../../test/setup/testdir.ts';
import type { ControlPlane } from './control-plane.ts';
import type { LiveRun } from './job.ts';
import { certificateFolders, makeRoot } from './manager-root.ts';

const run: LiveRun = {
  id: 'now-0',
  binary: '',
  program: '/manager',
  args: ['--webhook-cert-dir=/webhook'],
  env: {},
  namespace: 's',
  serviceAccount: 'a',
  objects: [],
  crds: [],
  mounts: [{ path: '/config', files: { 'a.yaml': 'hello', '../../../escape': 'x' }, certificate: false }],
  withoutRules: true,
};

describe('makeRoot', () => {
  it('makes a file system with the program, its account, its mounts and certificates', () => {
    const folder = testdir({ manager: 'binary', 'c/apiserver.crt': 'crt', 'c/apiserver.key': 'key' });
    const plane = { certificates: join(folder, 'c') } as ControlPlane;
    const root = makeRoot(folder, { ...run, binary: join(folder, 'manager') }, plane, 'token');
    const read = (path: string) => readFileSync(join(root, path), 'utf8');
    const account = 'var/run/secrets/kubernetes.io/serviceaccount';
    expect([
      read('manager'),
      read(`${account}/token`),
      read(`${account}/ca.crt`),
      read(`${account}/namespace`),
    ]).toEqual(['binary', 'token', 'crt', 's']);
    expect([read('webhook/tls.key'), read('tmp/k8s-webhook-server/serving-certs/tls.crt')]).toEqual([
      'key',
      'crt',
    ]);
    expect([read('config/a.yaml'), read('escape')]).toEqual(['hello', 'x']);
    expect(existsSync(join(folder, 'escape'))).toBe(false);
  });
});

describe('certificateFolders', () => {
  it('understands the usual names, and absolute paths alone', () => {
    expect(
      certificateFolders([
        '--webhook-cert-dir=/a',
        '-cert-dir=/b',
        '--metrics-cert-path=/c',
        '--cert-dir=d',
        '--dir=/e',
      ]),
    ).toEqual(['/a', '/b', '/c']);
  });
});
