import { describe, expect, it } from 'vitest';
import {
  bindingText,
  OWN_RULES,
  provider,
  REVIEW_RULES,
  roleText,
  ruleText,
  surveyOf,
} from '../../test/setup/role-repository.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { managerRole } from './manager-role.ts';

const ROLE = 'config/rbac/role.yaml';

function unseenIn(files: Record<string, string>) {
  const survey = surveyOf(memoryRepository(provider({ Makefile: 'x:\n\t./generate\n', ...files })));
  const [manager] = survey.managers;
  if (!manager) throw new Error('no manager');
  return managerRole(survey, manager, false).unseen;
}

function marked(...markers: string[]): string {
  return `package p\n\n${markers.map((it) => `// +kubebuilder:rbac:${it}\n`).join('')}\nfunc f() {}\n`;
}

describe('unseenGenerator', () => {
  it('names the role, a file that it reads, and what is missing', () => {
    const found = unseenIn({});
    expect(found).toMatchObject({ file: ROLE, host: 'controllers/loom.go' });
    expect(found?.missing.map(({ resources }) => resources.join())).toEqual([
      'tokenreviews',
      'subjectaccessreviews',
    ]);
  });

  it('misses nothing that a marker makes already', () => {
    const found = unseenIn({
      [ROLE]: roleText(OWN_RULES + REVIEW_RULES),
      'main.go': marked('groups=authentication.k8s.io,resources=tokenreviews,verbs=create'),
    });
    expect(found?.missing.map(({ resources }) => resources.join())).toEqual(['subjectaccessreviews']);
  });

  it('counts core as the empty group', () => {
    const controllers = marked(
      'groups=core,resources=events,verbs=create',
      'groups=weaver.example.com,resources=looms,verbs=get',
    );
    expect(unseenIn({ 'controllers/loom.go': controllers })?.host).toBe('controllers/loom.go');
  });

  it('passes over files whose markers make more than the role holds', () => {
    const other = marked(
      'groups=weaver.example.com,resources=looms,verbs=get',
      'groups=q,resources=x,verbs=get',
    );
    expect(unseenIn({ 'api/a.go': other })?.host).toBe('controllers/loom.go');
  });

  it.each([
    ['a rule is made by no marker', { [ROLE]: roleText(OWN_RULES + ruleText('z', 'x', 'get')) }],
    ['a marker has an error', { 'controllers/loom.go': marked('groups=weaver.example.com') }],
    [
      'the markers are for one namespace',
      {
        'controllers/loom.go': marked(
          'groups="",resources=events,verbs=create,namespace=x',
          'groups=weaver.example.com,resources=looms,verbs=get,namespace=x',
        ),
      },
    ],
    ['another role is bound', { 'config/rbac/role_binding.yaml': bindingText('ClusterRoleBinding', 'view') }],
    [
      'a call of another role reads them',
      { Makefile: 'x:\n\tcontroller-gen rbac:roleName=o paths=./controllers output:rbac:dir=other\n' },
    ],
    [
      'a call of another role may read them',
      { Makefile: 'x:\n\tcontroller-gen rbac:roleName=o paths=./$(X) output:rbac:dir=other\n' },
    ],
    [
      'a call writes the role',
      { Makefile: 'x:\n\tcontroller-gen rbac:roleName=manager-role paths=./controllers\n' },
    ],
  ])('is none where %s', (_, files: Record<string, string>) => {
    expect(unseenIn(files)).toBeUndefined();
  });
});
