import { describe, expect, it } from 'vitest';
import { changed, planOf, rightProvider } from '../../../test/setup/rule-example.ts';
import { applyInMemory } from '../../repository/change-set.ts';
import { memoryRepository } from '../../repository/memory-repository.ts';

const MANAGER = 'config/manager/manager.yaml';
const PORTS =
  '        ports:\n        - containerPort: 8443\n          name: metrics\n          protocol: TCP\n';

const BUILD = 'deploy:\n\tkustomize build config/default | kubectl apply -f -\n';

/** An overlay of its own, in which the manager serves on another port. */
function overlay(path: string, port: number): Record<string, string> {
  return {
    [`${path}/kustomization.yaml`]: 'resources:\n- ../default\npatches:\n- path: patch.yaml\n',
    [`${path}/patch.yaml`]: `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: capmo-controller-manager\nspec:\n  template:\n    spec:\n      containers:\n      - name: manager\n        args:\n        - --leader-elect\n        - --diagnostics-address=:${port}\n`,
  };
}

async function look(files: Readonly<Record<string, string>>) {
  const { findings, inspection, changeSet } = await planOf(files);
  const told = [...findings, ...inspection.findings].filter(
    ({ rule }) => rule === 'secure-port-not-declared',
  );
  return { told, after: applyInMemory(memoryRepository(files), changeSet).tryRead(MANAGER)?.text ?? '' };
}

describe('overlays that serve on different ports', () => {
  it('are one finding, whose first port is the one that is added', async () => {
    const files = changed(rightProvider(), {
      [MANAGER]: [PORTS, ''],
      ...overlay('config/a', 8080),
      ...overlay('config/z', 9443),
      Makefile: BUILD,
    });
    const { told, after } = await look(files);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ level: 'warning', path: MANAGER });
    expect(told[0]?.repairedBy).toContain('manifest-port');
    expect(told[0]?.message).toContain(
      'does not name port 8080, nor 8443 of config/default/kustomization.yaml, nor 9443 of config/z/kustomization.yaml,',
    );
    expect(after).toContain('- containerPort: 8080\n');
    const again = await look({ ...files, [MANAGER]: after });
    expect(again.told).toMatchObject([{ level: 'note', path: MANAGER }]);
    expect(again.told[0]?.fix).toContain('It names 8080, where other overlays serve');
    expect(again.after).toBe(after);
  });

  it('name the port of users where a developer’s serves elsewhere', async () => {
    const files = changed(rightProvider(), {
      [MANAGER]: [PORTS, ''],
      ...overlay('config/dev', 8080),
      Makefile: BUILD,
    });
    const { told, after } = await look(files);
    expect(told[0]?.message).toContain('does not name port 8443, and no Service');
    expect(after).toContain('- containerPort: 8443\n');
  });
});
