import { describe, expect, test } from 'vitest';
import { filtersProvider, planOf, rightProvider } from '../../test/setup/rule-example.ts';
import { rules } from './rules.ts';
import { preparations, steps } from './steps.ts';

describe('rules', () => {
  test('have ids of their own', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(20);
  });

  test('name steps that there are', () => {
    const known = new Set([undefined, ...[...preparations, ...steps].map(({ id }) => id)]);
    expect(rules.filter(({ repairedBy }) => !known.has(repairedBy)).map(({ id }) => id)).toEqual([]);
  });

  test.each([
    ['Cluster API’s flags', rightProvider()],
    ['controller-runtime’s own filter', filtersProvider()],
  ])('find nothing in a manager that is right, with %s', async (_, files) => {
    const { inspection, status, findings } = await planOf(files);
    expect(inspection.findings).toEqual([]);
    expect([status, findings]).toEqual(['up-to-date', []]);
  });
});
