import { describe, expect, it } from 'vitest';
import {
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

describe('a call that cannot be read whole', () => {
  const extraRule = roleText(OWN_RULES + ruleText('z', 'x', 'get'));
  const call = (paths: string) => `x:\n\tcontroller-gen rbac:roleName=manager-role ${paths}\n`;

  it.each([
    [
      'a shell loop',
      'x:\n\tfor d in controllers; do \\\n\t\tcontroller-gen rbac:roleName=manager-role paths=./$$d/...; \\\n\tdone\n',
      'paths=./ paths=./$$d/...',
    ],
    ['a variable from outside', call('paths=./$(WHERE)/...'), 'paths=./ paths=./$(WHERE)/...'],
    [
      'a word that make computes',
      call('$(foreach d,$(DIRS),paths=./$(d)/...)'),
      'paths=./ $(foreach d,$(DIRS),paths=./$(d)/...)',
    ],
  ])('is taken to read what the role holds: %s', (_, Makefile, paths) => {
    const result = run({ Makefile });
    expect(result.changed).toEqual(['Makefile', ROLE, 'main.go']);
    expect(result.text('Makefile')).toContain(paths);
    expect(result.text('main.go')).toContain(`${HEADING}${MARKERS}\nfunc main`);
    expect(result.text(ROLE)).toBe(FULL_ROLE);
    expect(result.findings).toEqual([]);
    expectRegenerated(result);
  });

  it('is not taken to read markers that make what the role lacks', () => {
    const other = `package other\n\n${MARKERS}\nfunc f() {}\n`;
    const result = run({ Makefile: call('paths=./$(WHERE)/...'), 'other/o.go': other });
    expect(result.changed).toEqual(['Makefile', ROLE, 'main.go']);
    expect(result.text('main.go')).toContain(MARKERS);
  });

  it.each([
    ['a path', call('paths=./controllers/... paths=./$(WHERE)'), 'what ./$(WHERE) stands for is not known'],
    ['all paths', call('paths=./$(WHERE)/...'), 'what ./$(WHERE)/... stands for is not known'],
    ['a word', call('$(shell hack/paths.sh)'), 'what $(shell hack/paths.sh) stands for is not known'],
  ])('is never said to be kept by hand for %s that is not known', (_, Makefile, why) => {
    const result = run({ Makefile, [ROLE]: extraRule });
    expect(result.changed).toEqual([ROLE]);
    expect(result.text(ROLE)).toContain(REVIEW_RULES);
    expect(result.findings).toMatchObject([
      { rule: 'role-generation-unknown', level: 'warning', path: 'Makefile', line: 2 },
    ]);
    expect(result.findings[0]?.message).toContain(why);
    expect(result.findings[0]?.fix).toContain('+kubebuilder:rbac:groups=authentication.k8s.io');
  });
});

describe('a generator that no recipe shows', () => {
  const hidden = { Makefile: 'manifests:\n\tgo run ./hack/generate\n' };

  it.each([
    ['in a program of its own', hidden],
    [
      'in a folder that is not known',
      { Makefile: 'x:\n\tcd $(D) && controller-gen rbac:roleName=manager-role paths=./...\n' },
    ],
    [
      'into a folder that is not known',
      { Makefile: 'x:\n\tcontroller-gen rbac:roleName=manager-role paths=./$(D)/... output:rbac:dir=$(D)\n' },
    ],
  ])('gets the markers beside those that make the role, and a word about it: %s', (_, files) => {
    const result = run(files);
    expect(result.changed).toEqual([ROLE, 'controllers/loom.go']);
    expect(result.text('controllers/loom.go')).toContain(`verbs=get\n${MARKERS}\nfunc reconcile`);
    expect(result.text(ROLE)).toBe(FULL_ROLE);
    expect(result.findings).toMatchObject([{ rule: 'role-generation-unknown', level: 'note', path: ROLE }]);
  });

  it.each([
    [
      'whose markers do not make all of the role',
      { [ROLE]: roleText(OWN_RULES + ruleText('z', 'x', 'get')) },
    ],
    ['without any marker', { 'controllers/loom.go': 'package controllers\n' }],
    ['whose role holds nothing yet', { [ROLE]: roleText('[]\n').replace('rules:\n', 'rules: ') }],
  ])('is none %s', (_, files: Record<string, string>) => {
    const result = run({ ...hidden, ...files });
    expect(result.changed).toEqual([ROLE]);
    expect(result.text(ROLE)).toContain(REVIEW_RULES);
    expect(result.findings).toEqual([]);
  });

  it('is none where a call that writes another role reads those markers', () => {
    const result = run({
      Makefile: 'x:\n\tcontroller-gen rbac:roleName=other paths=./... output:rbac:dir=other\n',
    });
    expect(result.changed).toEqual([ROLE]);
  });
});
