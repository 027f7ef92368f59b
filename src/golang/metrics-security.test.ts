import { describe, expect, test } from 'vitest';
import { changed, filtersProvider, planOf } from '../../test/setup/rule-example.ts';

/** `SecureServing` comes from a field of a struct that is declared like this. */
function settings(field: string) {
  const read = changed(filtersProvider(), {
    'main.go': ['SecureServing: secureMetrics,', 'SecureServing: settings.Secure,'],
  });
  return changed(read, {
    'main.go': [
      'func main() {\n',
      `type fileSettings struct {\n\t${field}\n}\n\nvar settings fileSettings\n\nfunc main() {\n`,
    ],
  });
}

describe('metricsSecurity', () => {
  test('takes a field that a file fills in for what it is: not known here', async () => {
    const plan = await planOf(settings('Secure bool `yaml:"secureServing"`'));
    expect(plan.decisions.map(({ adopted }) => adopted)).toEqual([true]);
    expect(plan.inspection.findings).toEqual([]);
  });

  test('takes a field that nothing sets for false', async () => {
    const { findings } = (await planOf(settings('Secure bool'))).inspection;
    expect(findings.map(({ rule }) => rule)).toEqual(['filter-without-secure-serving']);
  });
});
