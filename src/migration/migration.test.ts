import { describe, expect, it } from 'vitest';
import { goMod, mainGo, provider } from '../../test/setup/provider.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { ProblemError } from '../repository/problem.ts';
import { planMigration } from './migration.ts';
import { defaultOptions, type MigrationOptions } from './options.ts';

const plan = (files: Record<string, string>, options: Partial<MigrationOptions> = {}) =>
  planMigration(memoryRepository(files), { ...defaultOptions, ...options });

/** Two managers: one that can be migrated, and one that computes its address. */
const TWO = provider({
  'main.go': undefined,
  'config/default/kustomization.yaml': undefined,
  'config/manager/kustomization.yaml': undefined,
  'config/manager/manager.yaml': undefined,
  'good/main.go': mainGo(),
  'odd/main.go': mainGo().replace('BindAddress: metricsAddr', 'BindAddress: address(metricsAddr)'),
});

describe('planMigration', () => {
  it('plans the Go side and the manifests of one manager together', async () => {
    const { status, changeSet, decisions } = await plan(provider());
    expect(status).toBe('pending');
    expect(decisions.map((it) => [it.manager.entryPoint, it.api])).toEqual([['main.go', 'manager-options']]);
    expect(changeSet.files.map((it) => it.path)).toEqual(
      expect.arrayContaining(['main.go', 'config/manager/manager.yaml']),
    );
  });

  it('has nothing to do on its own result', async () => {
    const first = await plan(provider());
    const texts = first.changeSet.files.map((it): [string, string] => [it.path, it.after ?? '']);
    const second = await plan({ ...provider(), ...Object.fromEntries(texts) });
    expect([second.status, second.reason, second.changeSet.files]).toEqual(['up-to-date', 'up-to-date', []]);
    expect(second.afterMerge).toEqual([]);
  });

  it('is not applicable where no package main makes a manager', async () => {
    const { status, reason } = await plan({
      'go.mod': goMod(),
      'main.go': 'package main\n\nfunc main() {}\n',
    });
    expect([status, reason]).toEqual(['not-applicable', 'no-controller-manager']);
  });

  it('refuses a Cluster API that is too old, and names both versions', async () => {
    const files = provider({ 'go.mod': goMod({ clusterApi: 'v1.5.2', controllerRuntime: 'v0.15.3' }) });
    const { status, reason, summary, changeSet } = await plan(files);
    expect([status, reason, changeSet.files]).toEqual(['refused', 'api-too-old', []]);
    expect(summary).toMatch(/v1\.5\.2.*v0\.15\.3/);
  });

  it('refuses the repository when one of its managers is refused', async () => {
    const { status, refusals, changeSet } = await plan(TWO);
    expect([status, changeSet.files]).toEqual(['refused', []]);
    expect(refusals.map((it) => it.file)).toEqual(['odd/main.go']);
  });

  it('migrates the others with --skip-refused, and keeps the reason', async () => {
    const { status, refusals, changeSet } = await plan(TWO, { skipRefused: true });
    expect(status).toBe('pending');
    expect(changeSet.files.map((it) => it.path)).toContain('good/main.go');
    expect(changeSet.files.map((it) => it.path)).not.toContain('odd/main.go');
    expect(refusals).toHaveLength(1);
  });

  it('migrates the chosen manager alone, named by its folder or its file', async () => {
    for (const name of ['good', './good/', 'good/main.go']) {
      const { status, decisions } = await plan(TWO, { managers: [name] });
      expect([status, decisions.map((it) => it.manager.entryPoint)]).toEqual(['pending', ['good/main.go']]);
    }
  });

  it('does not know a manager that is not there', async () => {
    const error = await plan(TWO, { managers: ['nowhere'] }).catch((it: unknown) => it);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ kind: 'usage', problem: { code: 'unknown-manager' } });
  });

  it('leaves metrics alone that are switched off everywhere, and says how to switch them on', async () => {
    const manifest = provider()['config/manager/manager.yaml'] ?? '';
    const files = provider({ 'config/manager/manager.yaml': manifest.replace('127.0.0.1:8080', '0') });
    const { status, reason, findings, changeSet } = await plan(files);
    expect([status, reason, changeSet.files]).toEqual(['up-to-date', 'metrics-switched-off', []]);
    expect(findings).toMatchObject([
      { rule: 'metrics-switched-off', level: 'note', path: 'main.go', line: 15 },
    ]);
    expect(findings[0]?.fix).toContain('--metrics-bind-address');
  });

  it.each([
    ['{{ .Values.metrics.address }}', ':8080', 'pending'],
    [':{{ .Values.metrics.port }}', '1', 'pending'],
    ['{{ .Values.metrics.address }}', '"0"', 'up-to-date'],
  ])('a chart that passes %s (%s) decides whether they are: %s', async (address, value, status) => {
    const manifest = provider()['config/manager/manager.yaml'] ?? '';
    const files = provider({
      'config/manager/manager.yaml': manifest.replace('127.0.0.1:8080', '0'),
      'chart/Chart.yaml': 'name: weaver\n',
      'chart/values.yaml': `metrics:\n  address: ${value}\n  port: 8080\n`,
      'chart/templates/d.yaml': `kind: Deployment\nmetadata:\n  name: x\nspec:\n  template:\n    spec:\n      containers:\n        - name: manager\n          image: a\n          args:\n            - --metrics-bind-address=${address}\n`,
    });
    expect((await plan(files)).status).toBe(status);
  });

  it('lets --port decide the port everywhere', async () => {
    const { changeSet } = await plan(provider(), { port: 9443 });
    const manifest = changeSet.files.find((it) => it.path.endsWith('manager.yaml'))?.after;
    expect(manifest).toContain('--diagnostics-address=:9443');
    expect(manifest).toContain('containerPort: 9443');
  });

  it('does not split steps that only make sense together', async () => {
    const error = await plan(provider(), { only: ['manifest-arguments'] }).catch((it: unknown) => it);
    expect(error).toMatchObject({ kind: 'usage', problem: { code: 'split-steps' } });
  });

  it('refuses an entry point that is not valid Go, with the place', async () => {
    const { status, refusals } = await plan(
      provider({ 'main.go': mainGo().replace('flag.Parse()', 'flag.Parse(') }),
    );
    expect(status).toBe('refused');
    expect(refusals[0]).toMatchObject({ code: 'go-syntax', file: 'main.go' });
  });
});
