import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/migration/finding.ts';
import { planMigration } from '../../src/migration/migration.ts';
import { defaultOptions } from '../../src/migration/options.ts';
import { rules } from '../../src/migration/rules.ts';
import { memoryRepository } from '../../src/repository/memory-repository.ts';
import { pathsIn } from '../tools/tree.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const names = readdirSync(fixtures, { withFileTypes: true }).flatMap((it) =>
  it.isDirectory() ? [it.name] : [],
);

/** Rules that look at one thing from several sides: a manager has at most one of each family wrong. */
const FAMILIES: readonly (readonly string[])[] = [
  [
    'metrics-over-plain-http',
    'secure-options-never-passed',
    'secure-serving-without-filter',
    'filter-without-secure-serving',
    'secure-serving-off-by-default',
  ],
  [
    'markers-in-doc-comment',
    'markers-not-read',
    'reviews-in-namespaced-role',
    'reviews-not-granted',
    'reviews-from-left-over-role',
    'reviews-granted-twice',
  ],
  ['deprecated-address-argument', 'diagnostics-arguments-missing', 'unknown-argument'],
];

describe.each(names)('fixture %s', (name) => {
  const planned = planMigration(memoryRepository(treeOf(`${fixtures}${name}/before/`)), defaultOptions);

  test('no place has two findings', async () => {
    const { inspection } = await planned;
    const places = [...inspection.findings, ...inspection.others].map(placeOf);
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });

  test('no manager has two findings of one family', async () => {
    const { inspection, decisions } = await planned;
    for (const family of FAMILIES) {
      const found = inspection.findings.filter(({ rule }) => family.includes(rule));
      expect(found.length, found.map(({ rule }) => rule).join()).toBeLessThanOrEqual(
        Math.max(1, decisions.length),
      );
    }
  });
});

test('the families name rules that there are', () => {
  const known = new Set(rules.map(({ id }) => id));
  expect(FAMILIES.flat().filter((id) => !known.has(id))).toEqual([]);
});

function placeOf({ path, line, column }: Finding): string {
  return `${path}:${line}:${column}`;
}

function treeOf(folder: string): Record<string, string> {
  return Object.fromEntries(pathsIn(folder).map((path) => [path, readFileSync(folder + path, 'utf8')]));
}
