import { describe, expect, it } from 'vitest';
import { provider } from '../../test/setup/provider.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { ProblemError } from '../repository/problem.ts';
import { planMigration } from './migration.ts';
import { defaultOptions, type MigrationOptions } from './options.ts';

const PATCH = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: controller-manager
spec:
  template:
    spec:
      containers:
      - name: kube-rbac-proxy
        image: gcr.io/kubebuilder/kube-rbac-proxy:v0.16.0
        args:
        - --secure-listen-address=0.0.0.0:8443
        - --upstream=http://127.0.0.1:8080/
        ports:
        - containerPort: 8443
          name: https
      - name: manager
        args:
        - --metrics-bind-address=127.0.0.1:8080
        - --leader-elect
`;

const base = provider();
const KUSTOMIZATION = 'config/default/kustomization.yaml';
const MANAGER = 'config/manager/manager.yaml';
const FILES = {
  ...base,
  'config/default/proxy.yaml': PATCH,
  [KUSTOMIZATION]: `${base[KUSTOMIZATION]}patches:\n- path: proxy.yaml\n`,
};

const plan = (files: Record<string, string> = FILES, options: Partial<MigrationOptions> = {}) =>
  planMigration(memoryRepository(files), { ...defaultOptions, ...options });

async function usageCode(options: Partial<MigrationOptions>): Promise<string> {
  const error = await plan(FILES, options).catch((it: unknown) => it);
  return error instanceof ProblemError ? error.problem.code : '';
}

describe('a running sidecar', () => {
  it('goes first; what is left is migrated, in one change set', async () => {
    const { status, changeSet } = await plan();
    expect(status).toBe('pending');
    const file = (path: string) => changeSet.files.find((it) => it.path === path);
    expect(file('config/default/proxy.yaml')?.kind).toBe('delete');
    expect(file(KUSTOMIZATION)?.after).toBe(base[KUSTOMIZATION]);
    expect(file(MANAGER)?.before).toBe(base[MANAGER]);
    expect(file(MANAGER)?.after).toMatch(/--diagnostics-address=:8443\n.*--insecure-diagnostics=false/);
    expect(file(MANAGER)?.after).not.toContain('metrics-bind-address');
    expect(file(MANAGER)?.steps).toEqual(['kube-rbac-proxy', 'manifest-arguments', 'manifest-port']);
  });

  it('may not stay while the other steps run, nor go without them', async () => {
    expect(await usageCode({ skip: ['kube-rbac-proxy'] })).toBe('split-steps');
    expect(await usageCode({ only: ['kube-rbac-proxy'] })).toBe('split-steps');
  });

  it('that is selected out leaves steps alone that do not need it', async () => {
    const { changeSet } = await plan(FILES, { only: ['go-mod'] });
    expect(changeSet.files.map((it) => it.path)).not.toContain(KUSTOMIZATION);
  });

  it('leaves refusals of later steps at the lines of the user’s file', async () => {
    const manager = `# one\n# two\n${base[MANAGER]}`;
    const taken = manager.replace(
      /( *)image: .*\n/,
      '$&$1ports:\n$1- containerPort: 8443\n$1  name: webhook-server\n',
    );
    expect(taken).not.toBe(manager);
    const { status, refusals } = await plan({ ...FILES, [MANAGER]: taken });
    expect(status).toBe('refused');
    const line = taken.split('\n').findIndex((it) => it.includes('containerPort: 8443')) + 1;
    expect(refusals[0]).toMatchObject({ code: 'port-taken', file: MANAGER, line });
  });
});
