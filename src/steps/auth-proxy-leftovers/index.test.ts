import { describe, expect, it } from 'vitest';
import { binding, deployment, PROXY_ROLE, RBAC, ROLE, run } from './leftovers.testing.ts';

describe('left-over roles', () => {
  it('go with their binding, their kustomization lines and the comment on the proxy', () => {
    const { changed, text, again } = run();
    expect(changed).toEqual([
      'config/rbac/auth_proxy_role.yaml',
      'config/rbac/auth_proxy_role_binding.yaml',
      'config/rbac/auth_proxy_service.yaml',
      'config/rbac/kustomization.yaml',
    ]);
    expect(text('config/rbac/auth_proxy_role.yaml')).toBeUndefined();
    expect(text('config/rbac/auth_proxy_role_binding.yaml')).toBeUndefined();
    expect(text('config/rbac/kustomization.yaml')).toBe(
      'resources:\n- service_account.yaml\n- role.yaml\n- role_binding.yaml\n' +
        '- auth_proxy_service.yaml\n- auth_proxy_client_clusterrole.yaml\n',
    );
    expect(again).toEqual([]);
  });

  it('are named as they are called in clusters, for the time after the merge', () => {
    const [sentence, ...others] = run().afterMerge;
    expect(sentence).toContain(
      'kubectl delete clusterrole/app-proxy-role clusterrolebinding/app-proxy-rolebinding',
    );
    expect(others).toEqual([]);
  });

  it('stay where a sidecar still runs', () => {
    const containers =
      '{name: kube-rbac-proxy, image: "quay.io/brancz/kube-rbac-proxy:v0.15.0", ports: [{containerPort: 8443, name: https}]}';
    expect(run({ 'config/manager/manager.yaml': deployment({ containers }) }).changed).toEqual([]);
  });

  it('stay where another overlay of the manager still adds a sidecar', () => {
    const { changed } = run({
      'config/proxied/kustomization.yaml': 'resources: [../rbac, ../manager]\npatches:\n- path: patch.yaml\n',
      'config/proxied/patch.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: controller-manager, namespace: system}\nspec:\n  template:\n    spec:\n      containers:\n      - name: kube-rbac-proxy\n        image: gcr.io/kubebuilder/kube-rbac-proxy:v0.13.1\n        ports: [{containerPort: 8443, name: https}]\n',
    });
    expect(changed).not.toContain('config/rbac/auth_proxy_role.yaml');
    expect(changed).not.toContain('config/rbac/kustomization.yaml');
  });

  it('stay where nothing else could hold the rules', () => {
    const rbac = RBAC.replace('- role.yaml\n- role_binding.yaml\n', '');
    expect(run({ 'config/rbac/kustomization.yaml': rbac }).changed).toEqual([
      'config/rbac/auth_proxy_service.yaml',
    ]);
  });

  it.each([
    [
      'is bound in one namespace only',
      binding('manager-rolebinding', 'manager-role').replace('ClusterRoleB', 'RoleB'),
    ],
    ['is not there', binding('manager-rolebinding', 'made-elsewhere')],
  ])('stay where the other role %s', (_, text) => {
    expect(run({ 'config/rbac/role_binding.yaml': text }).changed).toEqual([
      'config/rbac/auth_proxy_service.yaml',
    ]);
  });

  it('go where the manager is cluster-admin anyway', () => {
    const admin = binding('manager-rolebinding', 'cluster-admin');
    expect(
      run({ 'config/rbac/role_binding.yaml': admin }).text('config/rbac/auth_proxy_role.yaml'),
    ).toBeUndefined();
  });

  it('stay where the binding serves somebody else too', () => {
    const shared = `${binding('proxy-rolebinding', 'proxy-role')}- kind: ServiceAccount\n  name: other\n  namespace: system\n`;
    expect(run({ 'config/rbac/auth_proxy_role_binding.yaml': shared }).changed).toEqual([
      'config/rbac/auth_proxy_service.yaml',
    ]);
  });

  it('stay where the role grants more: somebody made it their own', () => {
    const own = `${PROXY_ROLE}- apiGroups: [""]\n  resources: [nodes]\n  verbs: [get]\n`;
    expect(run({ 'config/rbac/auth_proxy_role.yaml': own }).changed).toEqual([
      'config/rbac/auth_proxy_service.yaml',
    ]);
  });

  it('stay, and are reported, where a build uses the file', () => {
    const { changed, findings } = run({ Makefile: 'x:\n\tcp config/rbac/auth_proxy_role.yaml out/\n' });
    expect(changed).toEqual(['config/rbac/auth_proxy_service.yaml']);
    expect(findings).toMatchObject([
      { rule: 'auth-proxy-role-in-use', level: 'warning', path: 'Makefile', line: 2, column: 17 },
    ]);
  });

  it('go although documentation speaks of them, which is noted', () => {
    const { changed, findings } = run({ 'docs/rbac.md': '# Roles\n\nSee auth_proxy_role.yaml.\n' });
    expect(changed).toContain('config/rbac/auth_proxy_role.yaml');
    expect(findings).toMatchObject([
      { rule: 'auth-proxy-mention', level: 'note', path: 'docs/rbac.md', line: 3 },
    ]);
  });

  it('stay where the manager needs no migration, which may work thanks to them; a note says so', () => {
    const { changed, findings } = run({}, { adopted: true, removedFlags: [] });
    expect(changed).toEqual(['config/rbac/auth_proxy_service.yaml']);
    expect(findings).toMatchObject([
      { rule: 'auth-proxy-role-left-over', level: 'note', path: 'config/rbac/auth_proxy_role.yaml', line: 1 },
    ]);
  });

  it('are no concern of a manager that needs no migration, and that has another ServiceAccount', () => {
    const others = binding('proxy-rolebinding', 'proxy-role', 'shuttle');
    const files = { 'config/rbac/auth_proxy_role_binding.yaml': others };
    expect(run(files, { adopted: true, removedFlags: [] }).findings).toEqual([]);
  });

  it('that no kustomization reaches are left alone', () => {
    const rbac = RBAC.replace(/^- auth/gm, '#- auth');
    expect(run({ 'config/rbac/kustomization.yaml': rbac }).changed).toEqual([]);
  });

  it('leave the rest of a file that holds more', () => {
    const all = `${ROLE}---\n${PROXY_ROLE}---\n${binding('manager-rolebinding', 'manager-role')}---\n${binding('proxy-rolebinding', 'proxy-role')}`;
    const { text, again } = run({
      'config/rbac/kustomization.yaml': 'resources:\n- service_account.yaml\n- all.yaml\n',
      'config/rbac/all.yaml': all,
    });
    expect(text('config/rbac/all.yaml')).toBe(
      `${ROLE}---\n${binding('manager-rolebinding', 'manager-role')}`,
    );
    expect(again).toEqual([]);
  });

  it('take the patches with them that were for them', () => {
    const { text, changed } = run({
      'config/default/kustomization.yaml':
        'resources:\n- ../rbac\n- ../manager\npatches:\n- target:\n    kind: ClusterRole\n    name: proxy-role\n  patch: |-\n    - op: remove\n      path: /metadata/labels\n- path: labels.yaml\n',
      'config/default/labels.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: proxy-rolebinding\n  labels: {a: b}\n',
    });
    expect(text('config/default/kustomization.yaml')).toBe('resources:\n- ../rbac\n- ../manager\n');
    expect(changed).toContain('config/default/labels.yaml');
    expect(text('config/default/labels.yaml')).toBeUndefined();
  });

  it('take a kustomization with them that held nothing else', () => {
    const { text, again } = run({
      'config/default/kustomization.yaml': 'resources:\n- ../rbac\n- ../proxy\n- ../manager\n',
      'config/rbac/kustomization.yaml':
        'resources:\n- service_account.yaml\n- role.yaml\n- role_binding.yaml\n',
      'config/proxy/kustomization.yaml': 'resources:\n- role.yaml\n- binding.yaml\n',
      'config/proxy/role.yaml': PROXY_ROLE,
      'config/proxy/binding.yaml': binding('proxy-rolebinding', 'proxy-role'),
    });
    expect(text('config/default/kustomization.yaml')).toBe('resources:\n- ../rbac\n- ../manager\n');
    expect(text('config/proxy/kustomization.yaml')).toBeUndefined();
    expect(text('config/proxy/role.yaml')).toBeUndefined();
    expect(again).toEqual([]);
  });

  it('stay where a manager that is not migrated uses the overlay', () => {
    const { changed } = run(
      {
        'config/default/kustomization.yaml': 'resources: [../rbac, ../manager, ../../other/config/manager]\n',
        'other/main.go': 'package main\n',
        'other/config/manager/kustomization.yaml': 'resources: [manager.yaml]\n',
        'other/config/manager/manager.yaml': deployment().replaceAll('controller-manager', 'other-manager'),
      },
      { directories: ['.', 'other'], migrated: ['.'] },
    );
    expect(changed).toEqual(['config/rbac/auth_proxy_service.yaml']);
  });
});
