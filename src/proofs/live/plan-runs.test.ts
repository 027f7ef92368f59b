import { describe, expect, it } from 'vitest';
import type { ControllerManager } from '../../survey/model.ts';
import { containersOf, objectsOf } from '../rendered/rendered.ts';
import type { RenderedManager } from '../rendered/rendition.ts';
import { planRun } from './plan-runs.ts';

const RENDER = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: m, namespace: s }
spec:
  template:
    spec:
      serviceAccountName: account
      volumes:
      - { name: cert, secret: { secretName: webhook-cert } }
      - { name: config, configMap: { name: settings } }
      - { name: known, secret: { secretName: credentials } }
      containers:
      - name: manager
        command: [/bin/operator, serve]
        args: ["--address=\${ADDRESS:=:8443}", "--namespace=$(POD_NAMESPACE)", "--unknown=$(NOT_SET)"]
        env:
        - { name: POD_NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }
        - { name: NUMBER, value: 3 }
        - { name: FROM_MAP, valueFrom: { configMapKeyRef: { name: settings, key: a.yaml } } }
        volumeMounts:
        - { name: cert, mountPath: /certs }
        - { name: config, mountPath: /config }
        - { name: known, mountPath: /known }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: s }
data: { a.yaml: hello }
---
apiVersion: v1
kind: Secret
metadata: { name: credentials, namespace: s }
data: { user: bWU= }
stringData: { plain: text }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: all }
aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: m } }] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: one, labels: { to: m } }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things.example.org
spec:
  group: example.org
`;

function plan(named: Record<string, string> = {}, text = RENDER) {
  const objects = objectsOf(text);
  const [workload] = objects;
  const [container] = workload ? containersOf(workload) : [];
  if (!workload || !container) throw new Error('no container');
  const rendition = {
    place: { kind: 'kustomize', path: 'k' },
    objects,
    text,
    attempt: { tool: '', version: '', command: '', milliseconds: 0 },
  } as const;
  const rendered: RenderedManager = { manager: {} as ControllerManager, rendition, workload, container };
  return planRun(rendered, '/built/manager', 'now-0', named, true).run;
}

describe('planRun', () => {
  it('gives the program and its arguments as the kubelet would', () => {
    const run = plan();
    expect(run.program).toBe('/bin/operator');
    expect(run.args).toEqual(['serve', '--address=:8443', '--namespace=s', '--unknown=$(NOT_SET)']);
    expect(run).toMatchObject({ namespace: 's', serviceAccount: 'account' });
  });

  it('leaves what looks like a substitution where nothing substitutes', () => {
    const text = RENDER.replace('${ADDRESS:=:8443}', '${ADDRESS}');
    expect(plan({}, text).args).toContain('--address=${ADDRESS}');
  });

  it('knows variables of the pod, of ConfigMaps and those of the user', () => {
    expect(plan({ TOKEN: 'x' }).env).toEqual({
      POD_NAMESPACE: 's',
      NUMBER: '3',
      FROM_MAP: 'hello',
      TOKEN: 'x',
    });
  });

  it('mounts what is rendered, and a certificate for a Secret that only a cluster has', () => {
    expect(plan().mounts).toEqual([
      { path: '/certs', files: {}, certificate: true },
      { path: '/config', files: { 'a.yaml': 'hello' }, certificate: false },
      { path: '/known', files: { user: 'me', plain: 'text' }, certificate: false },
    ]);
  });

  it('fills aggregated roles, and keeps CRDs as texts', () => {
    const run = plan();
    expect(run.objects.find(({ metadata }) => metadata?.name === 'all')).toMatchObject({
      rules: [{ resources: ['pods'] }],
    });
    expect(run.objects.some(({ kind }) => kind === 'CustomResourceDefinition')).toBe(false);
    expect(run.crds).toEqual([expect.stringContaining('name: things.example.org')]);
  });
});
