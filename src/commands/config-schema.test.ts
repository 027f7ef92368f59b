import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../repository/problem.ts';
import schema from './config.schema.json' with { type: 'json' };
import { parseConfig } from './config.ts';

const { $schema: _, ...draftless } = schema;
const valid = new Ajv().compile(draftless);

/** Values of every kind, among them the limits and words of every key. */
const VALUES = [
  ...[true, false, null, 'a', '', 'auto', 'kubebuilder', 'secure', 'design', '127.0.0.1', '::1', '8443'],
  ...[0, 1, 8443, 65_535, 65_536, -1, 1.5, [], ['a'], ['a', 'b'], [1], [null], [['a']], {}, { a: 1 }],
];

function isTaken(config: unknown): boolean {
  try {
    parseConfig({ path: '.diag-codemod.yaml', text: JSON.stringify(config), mode: 0o644 });
    return true;
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
}

describe('the schema of the configuration and the program that reads it', () => {
  const { metricsProxy, ...keys } = schema.properties;

  it.each(Object.keys(keys))('agree on what %s may be', (key) => {
    const configs = VALUES.map((value) => ({ [key]: value }));
    expect(configs.map(isTaken)).toEqual(configs.map((config) => valid(config)));
    expect(configs.some(isTaken)).toBe(true);
  });

  it.each(Object.keys(metricsProxy.properties))('agree on what metricsProxy.%s may be', (key) => {
    const configs = VALUES.map((value) => ({ metricsProxy: { [key]: value } }));
    expect(configs.map(isTaken)).toEqual(configs.map((config) => valid(config)));
    expect(configs.some(isTaken)).toBe(true);
  });

  it.each([{}, { prot: 1 }, { metricsProxy: {} }, { metricsProxy: { a: 'b' } }, { metricsProxy: 'a' }, []])(
    'agree on %j',
    (config) => {
      expect(isTaken(config)).toBe(valid(config));
    },
  );

  it('describe every key', () => {
    for (const { description } of Object.values({ ...keys, ...metricsProxy.properties }))
      expect(description).toMatch(/\.$/);
  });
});
