import { expect, test } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { chartOf, renderChart } from './chart.ts';

test('a chart’s objects are read beside CustomResourceDefinitions, which are not', () => {
  const repository = memoryRepository({
    'chart/Chart.yaml': 'name: weaver\n',
    'chart/templates/all.yaml': ['CustomResourceDefinition', 'Service', 'Deployment']
      .map((kind) => `kind: ${kind}\nmetadata:\n  name: ${kind.toLowerCase()}\n`)
      .join('---\n'),
  });
  const chart = chartOf(repository, 'chart/templates/all.yaml');
  const objects = chart && renderChart(repository, chart).objects;
  expect(objects?.map(({ name, index }) => [name, index])).toEqual([
    ['service', 1],
    ['deployment', 2],
  ]);
});
