import { describe, expect, it } from 'vitest';
import {
  bindingText,
  FULL_ROLE,
  OWN_RULES,
  provider,
  REVIEW_RULES,
  roleText,
  ruleText,
  surveyOf,
} from '../../test/setup/role-repository.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { withPackage } from './diagnostics-role.ts';
import { callsOfManager } from './manager-calls.ts';
import { managerRole } from './manager-role.ts';

function roleOf(files: Record<string, string> = {}, adopted = false) {
  const survey = surveyOf(memoryRepository(provider(files)));
  const [manager] = survey.managers;
  if (!manager) throw new Error('no manager');
  return managerRole(survey, manager, adopted);
}

describe('managerRole', () => {
  it('knows what controller-gen writes now, and with the markers', () => {
    expect(roleOf().generated).toMatchObject({
      file: 'config/rbac/role.yaml',
      kept: 'generated',
      needsPath: true,
      host: undefined,
      before: roleText(OWN_RULES),
      after: FULL_ROLE,
      mergesResources: true,
    });
  });

  it('is generated once for a survey, whoever asks', () => {
    const survey = surveyOf(memoryRepository(provider()));
    const [manager] = survey.managers;
    const roles = [true, false].map((settled) => manager && managerRole(survey, manager, settled).generated);
    expect(roles[0]).toBeDefined();
    expect(roles[0]).toBe(roles[1]);
    expect(manager && managerRole({ ...survey }, manager, true).generated).not.toBe(roles[0]);
  });

  it('needs no marker where package main has them, but its path', () => {
    const main = `package main\n\n// +kubebuilder:rbac:groups=authentication.k8s.io,resources=tokenreviews,verbs=create\n// +kubebuilder:rbac:groups=authorization.k8s.io,resources=subjectaccessreviews,verbs=create\n\nfunc main() {}\n`;
    const generated = roleOf({ 'main.go': main }).generated;
    expect([generated?.missing.length, generated?.unmarked.length, generated?.needsPath]).toEqual([
      2,
      0,
      true,
    ]);
  });

  it('does not count a marker for one namespace', () => {
    const controllers = `package controllers\n\n// +kubebuilder:rbac:groups=authentication.k8s.io,resources=tokenreviews,verbs=create,namespace=x\n\nfunc f() {}\n`;
    expect(roleOf({ 'controllers/loom.go': controllers }).generated?.missing).toHaveLength(2);
  });

  it.each([
    ['a role of its own', 'metrics-auth-role', false, true],
    ['the role of a former sidecar', 'proxy-role', false, false],
    ['that role, for a manager that worked with it', 'proxy-role', true, true],
  ])('counts what %s grants: %s', (_, name, adopted, expected) => {
    const { grantedElsewhere } = roleOf(
      {
        'config/rbac/kustomization.yaml':
          'resources:\n- role.yaml\n- role_binding.yaml\n- account.yaml\n- more.yaml\n',
        'config/rbac/more.yaml': `${roleText(REVIEW_RULES).replace('manager-role', name)}---\n${bindingText('ClusterRoleBinding', name).replace('manager-rolebinding', 'more')}`,
      },
      adopted,
    );
    expect(grantedElsewhere).toBe(expected);
  });

  it('wants every overlay to grant both', () => {
    const files = {
      'config/other/kustomization.yaml': 'resources:\n- ../manager\n- ../rbac\n- more.yaml\n',
      'config/other/more.yaml': `${roleText(REVIEW_RULES).replace('manager-role', 'auth-role')}---\n${bindingText('ClusterRoleBinding', 'auth-role').replace('manager-rolebinding', 'more')}`,
    };
    const role = roleOf(files);
    expect(role.overlays.map((overlay) => overlay.overlay)).toHaveLength(2);
    expect(role.grantedElsewhere).toBe(false);
  });
});

describe('a call whose version nothing tells', () => {
  it.each([
    ['v0.15.0', 'name: manager-role', 'name: manager-role'],
    ['v0.11.3', 'name: manager-role', 'creationTimestamp: null\n  name: manager-role'],
  ])('is dated by the committed role: like %s', (version, plain, printed) => {
    const groups = ['a', 'b']
      .map((group) => `// +kubebuilder:rbac:groups=${group},resources=x,verbs=get\n`)
      .join('');
    const rules = ruleText('a', 'x', 'get') + ruleText('b', 'x', 'get');
    const generated = roleOf({
      Makefile: 'x:\n\tcontroller-gen rbac:roleName=manager-role paths=./...\n',
      'controllers/loom.go': `package controllers\n\n${groups}\nfunc f() {}\n`,
      'config/rbac/role.yaml': roleText(rules).replace(plain, printed),
    }).generated;
    expect(generated?.call.version?.version).toBe(version);
    expect(generated?.mergesResources).toBe(false);
    expect(generated?.before).toBe(roleText(rules).replace(plain, printed));
  });
});

describe('callsOfManager', () => {
  function filesOf(files: Record<string, string>): (string | undefined)[] {
    const survey = surveyOf(memoryRepository(provider(files)));
    const [manager] = survey.managers;
    if (!manager) throw new Error('no manager');
    const place = { packageDirectory: '.', manifests: manager.manifests };
    return callsOfManager(survey.repository, survey.generatorCalls, survey.modules, place).map(
      (call) => call.role?.file,
    );
  }
  const other = '\tcontroller-gen rbac:roleName=other paths=./... output:rbac:dir=other\n';
  const own = '\tcontroller-gen rbac:roleName=manager-role paths=./controllers/...\n';

  it('takes the calls whose role is bound', () => {
    expect(filesOf({ Makefile: `x:\n${other}${own}` })).toEqual(['config/rbac/role.yaml']);
  });

  it('takes none where another role is bound', () => {
    expect(
      filesOf({
        Makefile: `x:\n${own}`,
        'config/rbac/role_binding.yaml': bindingText('ClusterRoleBinding', 'cluster-admin'),
      }),
    ).toEqual([]);
    expect(
      filesOf({
        Makefile: `x:\n${own}`,
        'config/rbac/role.yaml': roleText(OWN_RULES).replace('ClusterRole', 'Role'),
        'config/rbac/role_binding.yaml': bindingText('RoleBinding'),
      }),
    ).toEqual([]);
  });

  it('takes those that read package main where nothing is bound, else the only one', () => {
    const unbound = { 'config/rbac/kustomization.yaml': 'resources: []\n' };
    expect(filesOf({ ...unbound, Makefile: `x:\n${other}${own}` })).toEqual(['other/role.yaml']);
    expect(filesOf({ ...unbound, Makefile: `x:\n${own}` })).toEqual(['config/rbac/role.yaml']);
    expect(filesOf({ ...unbound, Makefile: `x:\n${own}${other.replace('./...', './z')}` })).toEqual([]);
  });

  it('takes none that finds no marker and has no folder for a role', () => {
    const unbound = { 'config/rbac/kustomization.yaml': 'resources: []\n' };
    const words = (paths: string) =>
      `x:\n\tcontroller-gen rbac:roleName=r crd paths=${paths} output:rbac:dir=roles\n`;
    expect(filesOf({ ...unbound, Makefile: words('./api/...') })).toEqual([]);
    expect(filesOf({ ...unbound, Makefile: words('./controllers/...') })).toEqual(['roles/role.yaml']);
    expect(filesOf({ ...unbound, Makefile: words('./api/...'), 'roles/a.yaml': 'a: 1\n' })).toEqual([
      'roles/role.yaml',
    ]);
  });
});

describe('a call that runs in another module', () => {
  const nested = { 'controllers/go.mod': 'module example.org/controllers\n' };
  const inside = `cd controllers && controller-gen rbac:roleName=manager-role paths=.`;

  it('gets no path of package main, which is no package there: a file that it reads gets the markers', () => {
    const Makefile = `x:\n\t${inside} output:rbac:dir=../config/rbac\n`;
    expect(roleOf({ ...nested, Makefile }).generated).toMatchObject({
      needsPath: false,
      host: 'controllers/loom.go',
    });
  });

  it('steps back behind one in the module of the manager, where both roles are bound to it', () => {
    const own = 'controller-gen rbac:roleName=manager-role paths=. output:rbac:dir=config/own';
    const generated = roleOf({
      ...nested,
      Makefile: `x:\n\t${inside} output:rbac:dir=../config/rbac\n\t${own}\n`,
      'main.go':
        'package main\n\n// +kubebuilder:rbac:groups="",resources=pods,verbs=get\n\nfunc main() {}\n',
      'config/own/role.yaml': roleText(ruleText('""', 'pods', 'get')).replace('manager-role', 'own-role'),
      'config/rbac/kustomization.yaml':
        'resources:\n- role.yaml\n- role_binding.yaml\n- account.yaml\n- own_binding.yaml\n- ../own\n',
      'config/own/kustomization.yaml': 'resources:\n- role.yaml\n',
      'config/rbac/own_binding.yaml': bindingText('ClusterRoleBinding', 'own-role').replace(
        'manager-rolebinding',
        'own',
      ),
    }).generated;
    expect(generated?.file).toBe('config/own/role.yaml');
  });

  it('is not the manager’s because it is the only one', () => {
    const files = { Makefile: `x:\n\t${inside}\n`, 'config/rbac/kustomization.yaml': 'resources: []\n' };
    expect(roleOf(files).generated?.file).toBe('controllers/config/rbac/role.yaml');
    expect(roleOf({ ...nested, ...files }).generated).toBeUndefined();
  });
});

it('withPackage reads one package more, from where the call runs', () => {
  const survey = surveyOf(
    memoryRepository(provider({ Makefile: 'x:\n\tcd sub && controller-gen rbac:roleName=r paths=./a\n' })),
  );
  const [call] = survey.generatorCalls;
  const patterns =
    call && withPackage(call, 'cmd').paths.flatMap((option) => option.items.map((item) => item.pattern));
  expect(patterns).toEqual(['./a', './../cmd']);
});
