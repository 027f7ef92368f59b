import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { objectsOf } from './objects.ts';

const TWO = [
  '# first',
  'apiVersion: v1',
  'kind: Service',
  'metadata:',
  '  name: a',
  '  namespace: n',
  '---',
  'just: text',
  '---',
  'apiVersion: apps/v1',
  'kind: Deployment',
  'metadata:',
  '  generateName: b-',
  '',
].join('\n');

describe('objectsOf', () => {
  it('reads each document that is an object, with its index', () => {
    const objects = objectsOf(memoryRepository({ 'a.yaml': TWO }), 'a.yaml');
    expect(objects.map(({ index, kind, name, namespace }) => ({ index, kind, name, namespace }))).toEqual([
      { index: 0, kind: 'Service', name: 'a', namespace: 'n' },
      { index: 2, kind: 'Deployment', name: '', namespace: undefined },
    ]);
  });

  it('reads JSON', () => {
    const text = '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}';
    expect(objectsOf(memoryRepository({ 'a.json': text }), 'a.json')).toMatchObject([
      { kind: 'Service', name: 'a' },
    ]);
  });

  it.each([
    ['missing', {}],
    ['broken', { 'a.yaml': 'kind: [\n' }],
    ['a template', { 'a.yaml': 'kind: Service\n{{- if .x }}\nname: {{ y }}\n{{- end }}\n' }],
    ['without a kind', { 'a.yaml': 'apiVersion: v1\n' }],
    ['without an apiVersion', { 'a.yaml': 'kind: Service\n' }],
    ['empty', { 'a.yaml': '' }],
  ])('is empty for a file that is %s', (_, files) => {
    expect(objectsOf(memoryRepository(files), 'a.yaml')).toEqual([]);
  });

  it('reads a file once for a repository', () => {
    const repository = memoryRepository({ 'a.yaml': TWO });
    expect(objectsOf(repository, 'a.yaml')).toBe(objectsOf(repository, 'a.yaml'));
  });
});
