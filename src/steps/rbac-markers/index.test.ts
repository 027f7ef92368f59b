import { describe, expect, it } from 'vitest';
import {
  bindingText,
  FULL_ROLE,
  OWN_RULES,
  provider,
  REVIEW_RULES,
  roleText,
  ruleText,
  runRoleSteps,
} from '../../../test/setup/role-repository.ts';
import { step as roleRules } from '../role-rules/index.ts';
import { step } from './index.ts';

const HEADING = '// Add RBAC for the authorized diagnostics endpoint.\n';
const MARKERS =
  '// +kubebuilder:rbac:groups=authentication.k8s.io,resources=tokenreviews,verbs=create\n' +
  '// +kubebuilder:rbac:groups=authorization.k8s.io,resources=subjectaccessreviews,verbs=create\n';
const ROLE = 'config/rbac/role.yaml';

/** Both steps, as a migration runs them: what they leave must regenerate to itself. */
function run(files: Record<string, string>, directories?: readonly string[]) {
  const result = runRoleSteps([step, roleRules], provider(files), directories);
  expect(result.again).toEqual([]);
  return result;
}

function expectRegenerated(result: ReturnType<typeof run>, file = ROLE): void {
  expect(result.regenerated[file]).toBe(result.text(file));
}

describe('rbac-markers', () => {
  it('adds markers above main, a blank line, the path, and the rules', () => {
    const result = run({});
    expect(result.changed).toEqual(['Makefile', ROLE, 'main.go']);
    expect(result.text('main.go')).toBe(`package main\n\n${HEADING}${MARKERS}\nfunc main() {\n}\n`);
    expect(result.text('Makefile')).toContain(
      '$(CONTROLLER_GEN) \\\n\t\tpaths=./ \\\n\t\tpaths=./controllers/... \\\n',
    );
    expect(result.text(ROLE)).toBe(FULL_ROLE);
    expectRegenerated(result);
    expect(result.findings).toEqual([]);
  });

  it('adds no path where the call reads package main', () => {
    const result = run({ Makefile: 'x:\n\tcontroller-gen rbac:roleName=manager-role paths="./..."\n' });
    expect(result.changed).toEqual([ROLE, 'main.go']);
    expectRegenerated(result);
  });

  it.each([
    ['the tight spelling of the file', '//+kubebuilder:scaffold:imports\n\n', '//+'],
    ['the wide spelling of the file', '// +kubebuilder:scaffold:imports\n\n', '// +'],
  ])('follows %s', (_, line, prefix) => {
    const result = run({ 'main.go': `package main\n\n${line}func main() {}\n` });
    expect(result.text('main.go')).toContain(`${HEADING}${MARKERS.replaceAll('// +', prefix)}\nfunc main`);
    expectRegenerated(result);
  });

  it('follows the other files where main has no marker', () => {
    const tight =
      '//+kubebuilder:rbac:groups="",resources=events,verbs=create\n//+kubebuilder:rbac:groups=weaver.example.com,resources=looms,verbs=get\n';
    const result = run({ 'controllers/loom.go': `package controllers\n\n${tight}\nfunc reconcile() {}\n` });
    expect(result.text('main.go')).toContain('//+kubebuilder:rbac:groups=authentication');
  });

  it('makes markers count that stand in the doc comment of main', () => {
    const result = run({
      'main.go': `package main\n\n${HEADING}${MARKERS}func main() {\n}\n`,
      [ROLE]: roleText(OWN_RULES + REVIEW_RULES),
    });
    expect(result.text('main.go')).toBe(`package main\n\n${HEADING}${MARKERS}\nfunc main() {\n}\n`);
    expect(result.text(ROLE)).toBe(FULL_ROLE);
    expectRegenerated(result);
  });

  it('adds the one that is missing beside the one that is there', () => {
    const [first = '', second = ''] = MARKERS.split(/(?<=\n)/);
    const result = run({ 'main.go': `package main\n\n${first}\nfunc main() {\n}\n` });
    expect(result.text('main.go')).toBe(`package main\n\n${first}${second}\nfunc main() {\n}\n`);
    expectRegenerated(result);
  });

  it('adds the path alone where the markers are right', () => {
    const result = run({ 'main.go': `package main\n\n${HEADING}${MARKERS}\nfunc main() {\n}\n` });
    expect(result.changed).toEqual(['Makefile', ROLE]);
    expectRegenerated(result);
  });

  it('adds nothing where other markers grant both', () => {
    const result = run({
      'controllers/loom.go':
        'package controllers\n\n// +kubebuilder:rbac:groups=*,resources=*,verbs=*\n\nfunc reconcile() {}\n',
      [ROLE]: roleText(ruleText("'*'", "'*'", "'*'")),
    });
    expect(result.changed).toEqual([]);
  });

  it('adds nothing where another role that stays grants both', () => {
    const result = run({
      'config/rbac/role_binding.yaml':
        bindingText('ClusterRoleBinding') +
        `---\n${bindingText('ClusterRoleBinding', 'cluster-admin').replace('manager-rolebinding', 'admin')}`,
    });
    expect(result.changed).toEqual([]);
  });

  it('does not rely on the role of a former sidecar', () => {
    const result = run({
      'config/rbac/kustomization.yaml':
        'resources:\n- role.yaml\n- role_binding.yaml\n- account.yaml\n- auth_proxy_role.yaml\n- auth_proxy_role_binding.yaml\n',
      'config/rbac/auth_proxy_role.yaml': roleText(REVIEW_RULES).replace('manager-role', 'proxy-role'),
      'config/rbac/auth_proxy_role_binding.yaml': bindingText('ClusterRoleBinding', 'proxy-role').replace(
        'manager-rolebinding',
        'proxy-rolebinding',
      ),
    });
    expect(result.text(ROLE)).toBe(FULL_ROLE);
    expectRegenerated(result);
  });
});

describe('an adopted manager', () => {
  const proxied = (name: string) => ({
    'config/rbac/kustomization.yaml':
      'resources:\n- role.yaml\n- role_binding.yaml\n- account.yaml\n- auth_proxy_role.yaml\n',
    'config/rbac/auth_proxy_role.yaml': `${roleText(REVIEW_RULES).replace('manager-role', name)}---\n${bindingText('ClusterRoleBinding', name).replace('manager-rolebinding', 'proxy-rolebinding')}`,
  });
  const runAdopted = (files: Record<string, string>) =>
    runRoleSteps([step, roleRules], provider(files), ['.'], { adopted: true });

  it.each(['proxy-role', 'metrics-auth-role'])('that works with the role %s stays as it is', (name) => {
    const result = runAdopted(proxied(name));
    expect(result.changed).toEqual([]);
    expect(result.findings).toEqual([]);
  });

  it('that may not create reviews is completed', () => {
    const result = runAdopted({});
    expect(result.changed).toEqual(['Makefile', ROLE, 'main.go']);
    expect(result.again).toEqual([]);
    expectRegenerated(result);
  });
});

describe('a role kept by hand', () => {
  it.each([
    ['the call finds no marker', { 'controllers/loom.go': 'package controllers\n' }, 'finds no RBAC marker'],
    [
      'the markers make less',
      { [ROLE]: roleText(OWN_RULES + ruleText('z', 'x', 'get')) },
      'do not make one of the rules',
    ],
  ])('gets rules without markers or paths: %s', (_, files: Record<string, string>, why) => {
    const result = run(files);
    expect(result.changed).toEqual([ROLE]);
    expect(result.text(ROLE)).toContain(REVIEW_RULES);
    expect(result.findings).toMatchObject([{ rule: 'role-kept-by-hand', level: 'note', path: ROLE }]);
    expect(result.findings[0]?.message).toContain(why);
  });

  it('would be wiped by a marker: the emulated generation shows it', () => {
    const files = provider({
      'controllers/loom.go': 'package controllers\n',
      Makefile: 'x:\n\tcontroller-gen rbac:roleName=manager-role paths=./...\n',
    });
    const wrong = runRoleSteps([], { ...files, 'main.go': `package main\n\n${MARKERS}\nfunc main() {}\n` });
    expect(wrong.regenerated[ROLE]).toBe(roleText(REVIEW_RULES));
    expect(
      run({ 'controllers/loom.go': 'package controllers\n', Makefile: files.Makefile ?? '' }).regenerated,
    ).toEqual({});
  });
});

describe('other markers in package main', () => {
  const other = '// +kubebuilder:rbac:groups=q,resources=x,verbs=get\n';

  it('are not made to count by a new path: the markers go where the call reads', () => {
    const result = run({ 'main.go': `package main\n\n${other}\nfunc main() {\n}\n` });
    expect(result.changed).toEqual([ROLE, 'controllers/loom.go']);
    expect(result.text('controllers/loom.go')).toContain(`verbs=get\n${MARKERS}\nfunc reconcile`);
    expect(result.text(ROLE)).toBe(FULL_ROLE);
    expectRegenerated(result);
  });

  it('are no hindrance where they make what is there anyway', () => {
    const same = '// +kubebuilder:rbac:groups=weaver.example.com,resources=looms,verbs=get\n';
    const result = run({ 'main.go': `package main\n\n${same}\nfunc main() {\n}\n` });
    expect(result.changed).toContain('Makefile');
    expectRegenerated(result);
  });
});

describe('several calls and managers', () => {
  it('changes the call that makes the role, not one that writes to the same file without markers', () => {
    const result = run({
      Makefile:
        'CONTROLLER_GEN_VER := v0.16.5\nx:\n\tcontroller-gen paths=./api/... crd rbac:roleName=manager-role\n\tcontroller-gen paths=./controllers/... rbac:roleName=manager-role\n',
    });
    expect(result.text('Makefile')).toContain('\tcontroller-gen paths=./api/... crd rbac');
    expect(result.text('Makefile')).toContain('\tcontroller-gen paths=./ paths=./controllers/... rbac');
    expectRegenerated(result);
  });

  it('leaves calls alone that write roles of others', () => {
    const other = '\tcontroller-gen paths=./other/... rbac:roleName=other output:rbac:dir=other\n';
    const result = run({
      Makefile: `x:\n${other}\tcontroller-gen paths=./controllers/... rbac:roleName=manager-role\n`,
      'other/x.go': 'package other\n\n// +kubebuilder:rbac:groups=q,resources=x,verbs=get\n\nfunc f() {}\n',
    });
    expect(result.text('Makefile')).toContain(other);
    expectRegenerated(result);
  });

  it('gives the markers of a shared role to one manager', () => {
    const second = `---\n${(provider()['config/manager/manager.yaml'] ?? '').replace('name: controller-manager', 'name: second').replace('/manager]', '/second]')}`;
    const files = provider({
      'second/main.go': 'package main\n\nfunc main() {\n}\n',
      'config/manager/manager.yaml': `${provider()['config/manager/manager.yaml']}${second}`,
    });
    const result = runRoleSteps([step, roleRules], files, ['.', 'second']);
    expect(result.changed).toEqual(['Makefile', ROLE, 'main.go']);
    expect(result.again).toEqual([]);
    expectRegenerated(result);
  });

  it('gives each of two managers its own markers', () => {
    const tree = (name: string): Record<string, string> =>
      Object.fromEntries(
        Object.entries(provider())
          .filter(
            ([path]) => path.startsWith('config/') || path.startsWith('controllers/') || path === 'main.go',
          )
          .map(([path, text]) => [`${name}/${path}`, text.replace('/manager]', `/${name}]`)]),
      );
    const call = (name: string) =>
      `\tcontroller-gen paths=./${name}/controllers/... rbac:roleName=manager-role output:rbac:dir=./${name}/config/rbac\n`;
    const files = {
      'go.mod': 'module example.com/weaver\n',
      Makefile: `x:\n${call('warp')}${call('weft')}`,
      ...tree('warp'),
      ...tree('weft'),
    };
    const result = runRoleSteps([step, roleRules], files, ['warp', 'weft']);
    expect(result.again).toEqual([]);
    for (const name of ['warp', 'weft']) {
      expect(result.text('Makefile')).toContain(`paths=./${name} paths=./${name}/controllers`);
      expect(result.text(`${name}/main.go`)).toContain(MARKERS);
      expect(result.text(`${name}/config/rbac/role.yaml`)).toBe(FULL_ROLE);
      expect(result.regenerated[`${name}/config/rbac/role.yaml`]).toBe(FULL_ROLE);
    }
  });
});
