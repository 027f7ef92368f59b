import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { buildKustomizeGraph } from './kustomize.ts';

/** What the overlay `top` puts on the object of `base/object.yaml`. */
function added(top: string, base = '', others: Readonly<Record<string, string>> = {}) {
  const graph = buildKustomizeGraph(
    memoryRepository({
      'base/object.yaml': 'kind: Service\n',
      'base/kustomization.yaml': `resources: [object.yaml]\n${base}`,
      'top/kustomization.yaml': `resources: [../base]\n${top}`,
      ...others,
    }),
  );
  const overlay = graph.find('top');
  const { own, template, selector } = graph.addedLabels(
    overlay ?? expect.fail('no overlay'),
    'base/object.yaml',
  );
  return [own, template, selector].map((it) => Object.fromEntries(it));
}

const entry = (pairs: string, more = '') => `labels:\n- pairs: {${pairs}}\n${more && `  ${more}\n`}`;
const component = (text: string, directory = 'part') => ({
  [`${directory}/kustomization.yaml`]: `kind: Component\n${text}`,
});

describe('the labels that kustomize adds', () => {
  it.each([
    ['nothing', '', [{}, {}, {}]],
    ['commonLabels', 'commonLabels: {app: x}\n', [{ app: 'x' }, { app: 'x' }, { app: 'x' }]],
    ['labels', entry('app: x'), [{ app: 'x' }, {}, {}]],
    ['labels with templates', entry('app: x', 'includeTemplates: true'), [{ app: 'x' }, { app: 'x' }, {}]],
    [
      'labels with selectors, which must find the templates',
      entry('app: x', 'includeSelectors: true'),
      [{ app: 'x' }, { app: 'x' }, { app: 'x' }],
    ],
    [
      'an entry that says no',
      entry('app: x', 'includeSelectors: false\n  includeTemplates: false'),
      [{ app: 'x' }, {}, {}],
    ],
    ['values that are no text', 'commonLabels: {on: true, n: 1}\n', Array(3).fill({ on: 'true', n: '1' })],
  ])('%s', (_, text, expected) => {
    expect(added(text)).toEqual(expected);
    expect(added('', text)).toEqual(expected);
  });

  it('an outer kustomization has the last word', () => {
    expect(added('commonLabels: {app: outer}\n', 'commonLabels: {app: inner, tier: inner}\n')[2]).toEqual({
      app: 'outer',
      tier: 'inner',
    });
  });

  it('components reach what their kustomization has gathered', () => {
    const parts = {
      ...component('components: [../deep]\ncommonLabels: {app: component, b: component}\n'),
      ...component('commonLabels: {b: deep, c: deep}\n', 'deep'),
    };
    expect(added('components: [../part]\ncommonLabels: {app: own}\n', '', parts)[2]).toEqual({
      app: 'own',
      b: 'component',
      c: 'deep',
    });
  });

  it('components that take in each other end', () => {
    const parts = component('components: [.]\ncommonLabels: {app: x}\n');
    expect(added('components: [../part]\n', '', parts)[2]).toEqual({ app: 'x' });
  });

  it('what other overlays add is no matter', () => {
    const other = { 'other/kustomization.yaml': 'resources: [../base]\ncommonLabels: {app: other}\n' };
    expect(added('', '', other)).toEqual([{}, {}, {}]);
  });
});
