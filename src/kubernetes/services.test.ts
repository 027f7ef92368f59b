import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { renderAt, renderFiles } from './rendering.ts';
import { labelsOf, portsOfService, resolves, servicesSelecting, targetNumber } from './services.ts';

const service = (name: string, spec: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, labels: {app: ${name}}}\nspec: ${spec}\n`;

function render(...documents: string[]) {
  return renderFiles(memoryRepository({ 'all.yaml': documents.join('---\n') }), 'all.yaml');
}

function renderTop(files: Readonly<Record<string, string>>) {
  return renderAt(memoryRepository(files), 'top/kustomization.yaml');
}

const POD = new Map([
  ['app', 'x'],
  ['tier', 'controller'],
]);

describe('servicesSelecting', () => {
  it('finds Services whose every label the pod has', () => {
    const rendering = render(
      service('some', '{selector: {app: x}}'),
      service('all', '{selector: {app: x, tier: controller}}'),
      service('other', '{selector: {app: y}}'),
      service('more', '{selector: {app: x, stage: test}}'),
      service('none', '{selector: {}}'),
      service('external', '{type: ExternalName}'),
    );
    expect(servicesSelecting(rendering, POD).map((it) => it.name)).toEqual(['some', 'all']);
  });

  it('reads the selector that kustomize adds, to one that the source writes or where there is none', () => {
    const rendering = renderTop({
      'top/kustomization.yaml': 'resources: [all.yaml, other]\ncommonLabels: {tier: controller}\n',
      'top/all.yaml': [
        service('none', '{ports: []}'),
        service('some', '{selector: {app: x}}'),
        service('replaced', '{selector: {tier: agent}}'),
        service('foreign', '{selector: {app: y}}'),
      ].join('---\n'),
      'top/other/kustomization.yaml': 'resources: [all.yaml]\ncommonLabels: {stage: test}\n',
      'top/other/all.yaml': service('elsewhere', '{ports: []}'),
    });
    expect(servicesSelecting(rendering, POD).map((it) => it.name)).toEqual(['none', 'some', 'replaced']);
  });

  it('compares labels as text', () => {
    const rendering = render(service('a', '{selector: {on: true, version: 1}}'));
    const labels = new Map([
      ['on', 'true'],
      ['version', '1'],
    ]);
    expect(servicesSelecting(rendering, labels)).toHaveLength(1);
  });
});

describe('portsOfService', () => {
  it('reads names, numbers and what they default to', () => {
    const [object] = render(
      service(
        'a',
        '{ports: [{name: https, port: 8443, targetPort: web}, {port: 80}, {port: 1, targetPort: 2}]}',
      ),
    ).objects;
    const ports = object ? portsOfService(object) : [];
    expect(ports.map(({ name, port, target }) => [name, port, target])).toEqual([
      ['https', '8443', 'web'],
      [undefined, '80', '80'],
      [undefined, '1', '2'],
    ]);
    expect(ports.map((it) => it.targetNode !== undefined)).toEqual([true, false, true]);
  });

  it('is empty without ports', () => {
    const [object] = render(service('a', '{clusterIP: None}')).objects;
    expect(object && portsOfService(object)).toEqual([]);
  });
});

describe('where a port leads', () => {
  const declared = [
    { name: 'web', number: 9443 },
    { name: undefined, number: 8080 },
  ];
  const portTo = (target: string) => {
    const [object] = render(service('a', `{ports: [{port: 1, targetPort: ${target}}]}`)).objects;
    const [port] = object ? portsOfService(object) : [];
    if (!port) throw new Error('no port');
    return port;
  };

  it.each([
    ['web', true, 9443],
    ['https', false, undefined],
    ['8080', true, 8080],
    ['7', true, 7],
  ])('%s', (target, leads, number) => {
    expect(resolves(portTo(target), declared)).toBe(leads);
    expect(targetNumber(portTo(target), declared)).toBe(number);
  });
});

describe('labelsOf', () => {
  it('reads labels, and none', () => {
    const [labelled, bare] = render(
      service('a', '{}'),
      'apiVersion: v1\nkind: Service\nmetadata: {name: b}\n',
    ).objects;
    expect(labelled && [...labelsOf(labelled)]).toEqual([['app', 'a']]);
    expect(bare && [...labelsOf(bare)]).toEqual([]);
  });
});
