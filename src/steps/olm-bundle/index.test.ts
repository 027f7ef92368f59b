import { describe, expect, test } from 'vitest';
import { type DecisionParts, runStep } from '../step-input.testing.ts';
import { step } from './index.ts';

const CSV = 'bundle/manifests/weaver.clusterserviceversion.yaml';

const csv = (argument: string, rules = '') => `apiVersion: operators.coreos.com/v1alpha1
kind: ClusterServiceVersion
metadata:
  name: weaver.v1.0.0
spec:
  install:
    spec:
      clusterPermissions:
      - rules:
        - apiGroups: [apps]
          resources: [deployments]
          verbs: [get]
${rules}        serviceAccountName: weaver
      deployments:
      - name: weaver
        spec:
          selector: {}
          template:
            spec:
              serviceAccountName: weaver
              containers:
              - name: manager
                image: weaver
                args:
                - ${argument}
`;

const RULES = `        - apiGroups: [authentication.k8s.io]
          resources: [tokenreviews]
          verbs: [create]
        - apiGroups: [authorization.k8s.io]
          resources: [subjectaccessreviews]
          verbs: [create]
`;

const MAKEFILE = 'bundle: manifests\n\toperator-sdk generate bundle -q --overwrite\n';

function next(files: Readonly<Record<string, string>>, parts: DecisionParts = {}) {
  const { next: commands, changed } = runStep(step, files, parts);
  expect(changed).toEqual([]);
  return commands.map(({ command, directory }) => `${directory}: ${command}`);
}

describe('a generated bundle is made again', () => {
  test('where its Makefile stands', () => {
    const old = csv('--metrics-bind-address=:8080');
    expect(next({ Makefile: MAKEFILE, [CSV]: old })).toEqual(['.: make bundle']);
    expect(next({ 'operator/Makefile': MAKEFILE, [`operator/${CSV}`]: old })).toEqual([
      'operator: make bundle',
    ]);
  });

  test.each([
    ['an argument that is gone', csv('--metrics-bind-address=:8080', RULES)],
    ['missing rights', csv('--leader-elect')],
  ])('with %s, also after the migration', (_, text) => {
    expect(next({ Makefile: MAKEFILE, [CSV]: text }, { adopted: true })).toEqual(['.: make bundle']);
  });

  test('not again when it is right', () => {
    expect(next({ Makefile: MAKEFILE, [CSV]: csv('--leader-elect', RULES) }, { adopted: true })).toEqual([]);
  });
});

test.each([
  ['that nothing makes', {}],
  ['whose Makefile makes something else', { Makefile: 'bundle:\n\tzip -r bundle.zip .\n' }],
])('a bundle %s is no business of this step', (_, files) => {
  expect(next({ ...files, [CSV]: csv('--metrics-bind-address=:8080') })).toEqual([]);
});
