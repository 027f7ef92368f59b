import { describe, expect, it } from 'vitest';
import { OWN_RULES, provider, REVIEW_RULES, roleText, ruleText } from '../../test/setup/role-repository.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyGeneratorCalls } from './generators.ts';
import { judgeUpkeep } from './role-upkeep.ts';

const ROLE = 'config/rbac/role.yaml';

function judged(files: Record<string, string | undefined>) {
  const all = Object.entries({ ...provider(), ...files }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const repository = memoryRepository(Object.fromEntries(all));
  const [call] = surveyGeneratorCalls(repository);
  if (!call) throw new Error('no call');
  const upkeep = judgeUpkeep(repository, call, [{ directory: '.', modulePath: 'example.com/weaver' }]);
  return { kept: upkeep.kept, reason: upkeep.kept === 'generated' ? '' : upkeep.reason };
}

function marked(...markers: string[]): Record<string, string> {
  const lines = markers.map((marker) => `// +kubebuilder:rbac:${marker}\n`).join('');
  return { 'controllers/loom.go': `package controllers\n\n${lines}\nfunc f() {}\n` };
}

describe('judgeUpkeep: generated', () => {
  it.each([
    ['byte for byte', {}],
    ['with the rules of the endpoint added by hand', { [ROLE]: roleText(REVIEW_RULES + OWN_RULES) }],
    ['with less than its markers make', { [ROLE]: roleText(ruleText('""', 'events', 'create')) }],
    [
      'in another order and spelling',
      {
        [ROLE]: `# mine\n${roleText(ruleText('weaver.example.com', 'looms', 'get') + ruleText("''", '"events"', 'create'))}`,
      },
    ],
    ['with rules that a star covers', { ...marked('groups=*,resources=*,verbs=*') }],
    ['without a file yet', { [ROLE]: undefined }],
    [
      'with core in a marker',
      {
        ...marked('groups=core,resources=events,verbs=create'),
        [ROLE]: `# mine\n${roleText(ruleText('""', 'events', 'create'))}`,
      },
    ],
    [
      'with URLs',
      {
        ...marked('urls=/metrics,verbs=get'),
        [ROLE]: `# mine\n${roleText('- nonResourceURLs:\n  - /metrics\n  verbs:\n  - get\n')}`,
      },
    ],
  ])('%s', (_, files) => {
    expect(judged(files)).toEqual({ kept: 'generated', reason: '' });
  });
});

describe('judgeUpkeep: by hand', () => {
  it.each([
    ['without any marker', marked(), 'finds no RBAC marker'],
    ['with a rule more', { [ROLE]: roleText(OWN_RULES + ruleText('z', 'x', 'get')) }, 'one of the rules'],
    [
      'with several rules more',
      { [ROLE]: roleText(OWN_RULES + ruleText('y', 'x', 'get') + ruleText('z', 'x', 'get')) },
      '2 of the rules',
    ],
    ['with a verb more', { [ROLE]: roleText(ruleText('""', 'events', 'create', 'get')) }, 'one of the rules'],
    [
      'with names less',
      {
        ...marked('groups="",resources=events,resourceNames=n,verbs=create'),
        [ROLE]: roleText(ruleText('""', 'events', 'create')),
      },
      'one of the rules',
    ],
    [
      'with another URL',
      {
        ...marked('urls=/healthz,verbs=get'),
        [ROLE]: roleText('- nonResourceURLs:\n  - /metrics\n  verbs:\n  - get\n'),
      },
      'one of the rules',
    ],
    [
      'with a Role that no marker makes',
      { [ROLE]: roleText(ruleText('""', 'events', 'create')).replace('ClusterRole', 'Role') },
      'one of the rules',
    ],
  ])('%s', (_, files: Record<string, string>, reason) => {
    const verdict = judged(files);
    expect(verdict.kept).toBe('by-hand');
    expect(verdict.reason).toContain(reason);
  });
});

describe('judgeUpkeep: unknown', () => {
  const extra = { [ROLE]: roleText(OWN_RULES + ruleText('z', 'x', 'get')) };
  const call = (paths: string) => ({
    Makefile: `x:\n\tcontroller-gen rbac:roleName=manager-role ${paths}\n`,
  });

  it.each([
    [
      'with a marker that has an error',
      {
        ...marked('groups="",resources=events,verbs=create', 'groups=a'),
        [ROLE]: `# mine\n${roleText(ruleText('""', 'events', 'create'))}`,
      },
      'controllers/loom.go holds a marker that controller-gen refuses',
    ],
    [
      'with a path that hides what makes a rule',
      { ...extra, ...call('paths=./$(X)') },
      'what ./$(X) stands for',
    ],
    [
      'with packages of another repository',
      { ...extra, ...call('paths=./controllers paths=example.org/x/...') },
      'example.org/x/... is not in this repository',
    ],
  ])('%s', (_, files: Record<string, string>, reason) => {
    const verdict = judged(files);
    expect(verdict.kept).toBe('unknown');
    expect(verdict.reason).toContain(reason);
  });

  it.each([
    ['a path that is not known', call('paths=./$(X)')],
    ['packages of another repository', call('paths=./controllers paths=example.org/x/...')],
  ])('is none where the markers here make all of the role: %s', (_, files) => {
    expect(judged({ ...files, [ROLE]: `# mine\n${roleText(OWN_RULES)}` }).kept).toBe('generated');
  });

  it('is none for a marked file whose rules the role lacks', () => {
    const other = 'package other\n\n// +kubebuilder:rbac:groups=q,resources=x,verbs=get\n\nfunc f() {}\n';
    expect(judged({ ...call('paths=./$(X)'), 'other/o.go': other }).kept).toBe('generated');
  });
});
