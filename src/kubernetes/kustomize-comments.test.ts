import { describe, expect, test } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { removeCommentedEntries } from './kustomize-comments.ts';
import { readKustomization } from './kustomize-read.ts';

const PATCH = 'manager_auth_proxy_patch.yaml';

/** The lines of a kustomization after the removal. */
function without(lines: readonly string[], path = `config/default/${PATCH}`, eol = '\n'): string[] {
  const text = lines.map((line) => line + eol).join('');
  const file = 'config/default/kustomization.yaml';
  const kustomization = readKustomization(memoryRepository({ [file]: text }), file);
  if (!kustomization) throw new Error('no kustomization');
  const kept = [...removeCommentedEntries(kustomization, path)]
    .sort((one, other) => other.start - one.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  return kept.split(eol).slice(0, -1);
}

const SCAFFOLD = [
  '# Protect the /metrics endpoint by putting it behind auth.',
  '# If you want your controller-manager to expose the /metrics',
  '# endpoint w/o any authn/z, please comment the following line.',
];

describe('removeCommentedEntries', () => {
  test.each(['\n', '\r\n'])('the entry and what explains it, in the midst of others', (eol) => {
    const [head, tail] = [
      ['patchesStrategicMerge:', '- image.yaml'],
      ['', '# Mount the configuration.', '#- config.yaml', '- webhook.yaml'],
    ] as const;
    expect(without([...head, ...SCAFFOLD, `# - ${PATCH}`, ...tail], undefined, eol)).toEqual([
      ...head,
      ...tail,
    ]);
  });

  test.each([
    `#- ${PATCH}`,
    `  # - path: ${PATCH}`,
    `#- "${PATCH}" # not now`,
    `# - ../default/${PATCH}`,
    `##- ./${PATCH}`,
  ])('written as %s', (entry) => {
    expect(without(['resources:', '- a.yaml', entry])).toEqual(['resources:', '- a.yaml']);
  });

  test('a target goes with its entry', () => {
    const entry = [`#- path: ${PATCH}`, '#  target:', '#    kind: Deployment', '#- path: other.yaml'];
    expect(without(['resources: [a.yaml]', 'patches:', ...entry])).toEqual([
      'resources: [a.yaml]',
      'patches:',
      '#- path: other.yaml',
    ]);
  });

  test('of two blank lines one stays', () => {
    expect(without(['resources:', '- a.yaml', '', ...SCAFFOLD, `#- ${PATCH}`, '', '- b.yaml'])).toEqual([
      'resources:',
      '- a.yaml',
      '',
      '- b.yaml',
    ]);
  });

  test.each([
    ['is about something else', ['# [WEBHOOK] To enable webhooks, uncomment the next lines.']],
    ['names another file too', [`# Only one of ${PATCH} and`, '# plain_metrics.yaml protects /metrics.']],
  ])('a comment that %s stays', (_, comment) => {
    expect(without(['resources:', '- a.yaml', ...comment, `#- ${PATCH}`])).toEqual([
      'resources:',
      '- a.yaml',
      ...comment,
    ]);
  });

  test('a comment that explains an entry above stays with that', () => {
    const other = ['# the auth proxy of the metrics', '#- other.yaml'];
    expect(without(['resources:', '- a.yaml', ...other, `#- ${PATCH}`])).toEqual([
      'resources:',
      '- a.yaml',
      ...other,
    ]);
  });

  test.each([`- ${PATCH}`, `#- my_${PATCH}`, `#- ../other/${PATCH}`, `# see ${PATCH} - it is off`])(
    '%s is no such entry',
    (line) => {
      const lines = ['resources:', '- a.yaml', line];
      expect(without(lines)).toEqual(lines);
    },
  );
});
