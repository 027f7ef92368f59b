import { expect, it } from 'vitest';
import { provider } from '../../test/setup/provider.ts';
import { applyInMemory } from '../repository/change-set.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { planMigration } from './migration.ts';
import { defaultOptions } from './options.ts';

const MANAGER = 'config/manager/manager.yaml';
const base = provider()[MANAGER] ?? '';
const withPort = (name: string, number: number) =>
  base.replace(
    '        name: manager\n',
    `        name: manager\n        ports:\n        - containerPort: ${number}\n          name: ${name}\n`,
  );
const SIDECAR = `      - name: kube-rbac-proxy
        args: ["--secure-listen-address=0.0.0.0:8443", "--upstream=http://127.0.0.1:8080/"]
        ports: [{containerPort: 8443, name: guard}]
`;
const withSidecar = (manager: string) =>
  manager.replace('      serviceAccountName', `${SIDECAR}      serviceAccountName`);
const service = (target: string) => `apiVersion: v1
kind: Service
metadata: {name: metrics}
spec:
  selector: {control-plane: controller-manager}
  ports: [{name: web, port: 443, targetPort: ${target}}]
`;
const POD_MONITOR = `apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: metrics}
spec:
  selector: {matchLabels: {control-plane: controller-manager}}
  podMetricsEndpoints: [{port: guard}]
`;

async function nameOf(manager: string, beside = service('8443')): Promise<string | undefined> {
  const files = provider({
    [MANAGER]: manager,
    'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n- beside.yaml\n',
    'config/manager/beside.yaml': beside,
  });
  const { decisions } = await planMigration(memoryRepository(files), defaultOptions);
  return decisions[0]?.portName;
}

it('is metrics where nothing says otherwise', async () => {
  expect(await nameOf(base)).toBe('metrics');
});

it('is the one that the manager’s secure port has', async () => {
  expect(await nameOf(withPort('diagnostics', 8443))).toBe('diagnostics');
});

it.each([
  ['Service', service('guard')],
  ['PodMonitor', POD_MONITOR],
])('is that of the sidecar’s port where a %s finds it by that', async (_, beside) => {
  expect(await nameOf(withSidecar(base), beside)).toBe('guard');
});

it('is not that of a sidecar’s port which nobody names', async () => {
  expect(await nameOf(withSidecar(base))).toBe('metrics');
});

it('is not that of a sidecar beside a port of the manager that is renumbered', async () => {
  expect(await nameOf(withSidecar(withPort('metrics', 8080)), service('guard'))).toBe('metrics');
});

it('is found on the port that the arguments of a secured manager name', async () => {
  const first = await planMigration(memoryRepository(provider()), defaultOptions);
  const migrated = applyInMemory(memoryRepository(provider()), first.changeSet);
  const texts = Object.fromEntries(migrated.paths.map((path) => [path, migrated.read(path)?.text ?? '']));
  const moved = {
    ...texts,
    [MANAGER]: texts[MANAGER]?.replaceAll('8443', '8444') ?? '',
    'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n- auth_proxy_service.yaml\n',
    'config/manager/auth_proxy_service.yaml': service('https'),
  };
  const { decisions, changeSet } = await planMigration(memoryRepository(moved), defaultOptions);
  expect(decisions[0]).toMatchObject({ adopted: true, port: 8444, portName: 'metrics' });
  const after = applyInMemory(memoryRepository(moved), changeSet);
  expect(after.read('config/manager/auth_proxy_service.yaml')?.text).toBe(service('8444'));
});
