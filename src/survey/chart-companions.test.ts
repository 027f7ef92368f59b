import { describe, expect, test } from 'vitest';
import { managerSource } from '../../test/setup/manager-manifests.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyManifests } from './manifests.ts';

const workload = (name: string, image: string, args: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector: {}
  template:
    spec:
      containers:
        - name: ${name}
          image: ${image}
          args:
${args}`;

const MANAGER = workload(
  'manager',
  '"{{ .Values.image.repository }}:v1"',
  '            - --metrics-bind-address=:8080\n            - --leader-elect\n',
);

function templatesOf(other: string, values: string, more: Record<string, string> = {}) {
  const repository = memoryRepository({
    ...more,
    'chart/Chart.yaml': 'name: weaver\n',
    'chart/values.yaml': values,
    'chart/templates/manager.yaml': MANAGER,
    'chart/templates/other.yaml': other,
  });
  const source = managerSource();
  return surveyManifests(repository, [source])
    .get(source)
    ?.templates.map(({ name }) => name);
}

describe('a further workload of a chart', () => {
  const image = '{{ template "image" (tuple .Values.hook.image $.Chart.AppVersion) }}';
  const hook = workload(
    'hook',
    `"${image}"`,
    '            - hook\n            - --metrics-bind-address=:8080\n',
  );
  const values = (repository: string) =>
    `image:\n  repository: registry.example.org/weaver\nhook:\n  image:\n    repository: ${repository}\n`;

  test('with the same image and the metrics flag runs the same program', () => {
    expect(templatesOf(hook, values('registry.example.org/weaver'))).toEqual(['manager', 'hook']);
  });

  test('whose command is another program of the repository is another one', () => {
    const metered = hook.replace('          args:', '          command: [/warp-meter]\n          args:');
    const more = { 'cmd/warpmeter/main.go': 'package main\n' };
    expect(templatesOf(metered, values('registry.example.org/weaver'), more)).toEqual(['manager']);
  });

  test.each([
    ['another image', hook, values('registry.example.org/other')],
    [
      'no metrics flag',
      hook.replace('--metrics-bind-address', '--port'),
      values('registry.example.org/weaver'),
    ],
  ])('with %s is another one', (_, other, text) => {
    expect(templatesOf(other, text)).toEqual(['manager']);
  });
});
