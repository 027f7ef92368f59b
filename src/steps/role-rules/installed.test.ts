import { describe, expect, it } from 'vitest';
import { provider, REVIEW_RULES, ruleText, runRoleSteps } from '../../../test/setup/role-repository.ts';
import { step } from './index.ts';

const CSV = 'deploy/weaver.clusterserviceversion.yaml';
const LOOMS = ruleText('weaver.example.com', 'looms', 'get');

/** The only place that gives the manager a role: the kustomize sources hold its Deployment and its ServiceAccount. */
function run(files: Record<string, string>) {
  const all = Object.entries(
    provider({ 'config/rbac/kustomization.yaml': 'resources:\n- account.yaml\n', ...files }),
  ).filter(([path]) => !/role|controllers/.test(path) && (path !== 'Makefile' || files.Makefile));
  const result = runRoleSteps([step], Object.fromEntries(all));
  expect(result.again).toEqual([]);
  return result;
}

function serviceVersion(
  list: string,
  rules: string,
  account = 'weaver-controller-manager',
  everywhere = true,
) {
  const indented = rules.replace(/^/gm, '        ').trimEnd();
  return `apiVersion: operators.coreos.com/v1alpha1\nkind: ClusterServiceVersion\nmetadata:\n  name: weaver.v1.0.0\nspec:\n  installModes:\n  - type: AllNamespaces\n    supported: ${everywhere}\n  install:\n    spec:\n      ${list}:\n      - serviceAccountName: ${account}\n        rules:\n${indented}\n`;
}

const rulesOf = ({ findings }: ReturnType<typeof run>) => findings.map(({ rule }) => rule);

describe('the rights of a manager to which OLM alone gives a role', () => {
  it.each(['controller-manager', 'weaver-controller-manager'])('are enough for %s', (account) => {
    const result = run({ [CSV]: serviceVersion('clusterPermissions', REVIEW_RULES + LOOMS, account) });
    expect(result.findings).toEqual([]);
    expect(result.changed).toEqual([]);
  });

  it('are extended where a person keeps them', () => {
    const result = run({ [CSV]: serviceVersion('clusterPermissions', LOOMS) });
    expect(result.findings).toEqual([]);
    expect(result.changed).toEqual([CSV]);
    expect(result.text(CSV)).toBe(serviceVersion('clusterPermissions', REVIEW_RULES + LOOMS));
  });

  it('are left alone where they are made of the sources, which give none', () => {
    const result = run({
      Makefile: 'bundle:\n\toperator-sdk generate bundle\n',
      [CSV]: serviceVersion('clusterPermissions', LOOMS),
    });
    expect(result.changed).toEqual([]);
    expect(rulesOf(result)).toEqual(['manager-without-role']);
  });

  it('are not those of another ServiceAccount', () => {
    const result = run({ [CSV]: serviceVersion('clusterPermissions', REVIEW_RULES, 'loom-agent') });
    expect(rulesOf(result)).toEqual(['manager-without-role']);
    expect(result.changed).toEqual([]);
  });

  it('reach all namespaces by `permissions` where the operator can be installed for all', () => {
    expect(rulesOf(run({ [CSV]: serviceVersion('permissions', REVIEW_RULES) }))).toEqual([]);
    const inOne = run({ [CSV]: serviceVersion('permissions', REVIEW_RULES, undefined, false) });
    expect(rulesOf(inOne)).toEqual(['manager-without-role']);
    expect(rulesOf(run({ [CSV]: serviceVersion('permissions', LOOMS) }))).toEqual(['manager-without-role']);
  });
});
