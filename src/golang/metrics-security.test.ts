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

  test('takes https that a condition switches on for what the flag of the condition says', async () => {
    const assigned = changed(filtersProvider(), {
      'main.go': ['SecureServing: secureMetrics,', ''],
    });
    const switched = changed(assigned, {
      'main.go': ['if secureMetrics {\n', 'if secureMetrics {\n\t\tmetricsOptions.SecureServing = true\n'],
    });
    const off = changed(switched, { 'main.go': ['"metrics-secure", true', '"metrics-secure", false'] });
    expect((await planOf(switched)).decisions.map(({ adopted }) => adopted)).toEqual([true]);
    const { decisions, changeSet } = await planOf(off);
    expect(decisions.map(({ adopted }) => adopted)).toEqual([false]);
    const file = changeSet.files.find(({ path }) => path === 'main.go');
    expect(file?.after).toContain('"metrics-secure", true');
  });

  test('asks the flag of the filter, where it has one of its own', async () => {
    const withFlag = (value: boolean, argument = '') =>
      changed(filtersProvider(), {
        'main.go': [
          '\tflag.Parse()\n',
          `\tmetricsAuth := flag.Bool("metrics-auth", ${value}, "Ask who reads the metrics.")\n\tflag.Parse()\n`,
        ],
        'config/manager/manager.yaml': [
          '        - "--metrics-bind-address=:8443"\n',
          `        - "--metrics-bind-address=:8443"\n${argument}`,
        ],
      });
    const asked = (files: Record<string, string>) =>
      planOf(changed(files, { 'main.go': ['if secureMetrics {', 'if *metricsAuth {'] }));
    expect((await asked(withFlag(true))).decisions.map(({ adopted }) => adopted)).toEqual([true]);
    const off = await asked(withFlag(false));
    expect(off.inspection.findings).toMatchObject([
      { rule: 'secure-serving-without-filter', message: expect.stringContaining('--metrics-auth=true') },
    ]);
    const file = off.changeSet.files.find(({ path }) => path === 'main.go');
    expect(file?.after).toContain('"metrics-auth", true');
    const passed = await asked(withFlag(false, '        - "--metrics-auth=true"\n'));
    expect(passed.inspection.findings).toEqual([]);
  });
});
