import { describe, expect, test } from 'vitest';
import { planMigration } from '../../src/migration/migration.ts';
import { defaultOptions } from '../../src/migration/options.ts';
import { jsonReport } from '../../src/reports/json.ts';
import { run } from '../../src/reports/report.testing.ts';
import { type Report, reportPlan } from '../../src/reports/report.ts';
import { sarifReport } from '../../src/reports/sarif.ts';
import { textReport } from '../../src/reports/text.ts';
import { memoryRepository } from '../../src/repository/memory-repository.ts';
import { changed, rightProvider } from '../setup/rule-example.ts';

const BEFORE = '\t/* 😀 𝒳é */ ';
const tree = changed(rightProvider(), {
  'main.go': [
    '\tflags.AddManagerOptions(fs, &managerOptions)\n',
    `${BEFORE}flags.AddManagerOptions(fs, &managerOptions)\n`,
  ],
});
const PARSED = '\tpflag.CommandLine.AddGoFlagSet(flag.CommandLine)\n\tpflag.Parse()\n';
const main = `\uFEFF${(tree['main.go'] ?? '').replace(PARSED, '\tflag.Parse() /* 𝒳 */\n')}`;

const FORMATS = {
  json: (report: Report) => jsonReport(report),
  sarif: (report: Report) => sarifReport(report, []),
  text: (report: Report) => textReport(report, { colour: false }),
};

async function check(format: keyof typeof FORMATS, files = { ...tree, 'main.go': main }): Promise<string> {
  const plan = await planMigration(memoryRepository(files), defaultOptions);
  return FORMATS[format](reportPlan(run, plan));
}

describe('a finding behind characters of several units, in a file with a byte order mark', () => {
  test('has its column in bytes in JSON', async () => {
    const { findings } = JSON.parse(await check('json'));
    expect(findings).toMatchObject([
      { rule: 'flags-never-parsed', line: 35, column: Buffer.byteLength(BEFORE) + 1 },
    ]);
  });

  test('has its column in UTF-16 units in SARIF, and a fix that gives the migrated file', async () => {
    const [result] = JSON.parse(await check('sarif')).runs[0].results;
    const { region } = result.locations[0].physicalLocation;
    expect(region).toEqual({ startLine: 35, startColumn: BEFORE.length + 1 });
    const [{ artifactChanges }] = result.fixes;
    const fixed = applied(main, artifactChanges[0].replacements);
    expect(fixed).toBe(
      main.replace('\tflag.Parse() /* 𝒳 */\n', PARSED.replace('Parse()\n', 'Parse() /* 𝒳 */\n')),
    );
  });

  test('has it in bytes in the text, too', async () => {
    expect(await check('text')).toContain(`main.go:35:${Buffer.byteLength(BEFORE) + 1} (flags-never-parsed)`);
  });
});

test('a refusal behind characters of several units has its columns in the units of each format', async () => {
  const before =
    '\t/* 😀é */ mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: server.Options{BindAddress: ';
  const text = `package main\n\nimport (\n\t"flag"\n\t"os"\n\n\tctrl "sigs.k8s.io/controller-runtime"\n\t"sigs.k8s.io/controller-runtime/pkg/metrics/server"\n)\n\nfunc main() {\n\tflag.Parse()\n${before}os.Getenv("METRICS")}})\n\t_, _ = mgr, err\n}\n`;
  const root = { 'go.mod': rightProvider()['go.mod'] ?? '', 'main.go': text };
  const { problems } = JSON.parse(await check('json', root));
  expect(problems).toMatchObject([
    { code: 'computed-metrics-address', line: 13, column: Buffer.byteLength(before) + 1 },
  ]);
  const { results } = JSON.parse(await check('sarif', root)).runs[0];
  const refused = results.find(({ ruleId }: { ruleId: string }) => ruleId === 'computed-metrics-address');
  expect(refused.locations[0].physicalLocation.region).toEqual({
    startLine: 13,
    startColumn: before.length + 1,
  });
});

interface Replacement {
  readonly deletedRegion: {
    readonly startLine: number;
    readonly startColumn: number;
    readonly endLine: number;
    readonly endColumn?: number;
  };
  readonly insertedContent?: { readonly text: string };
}

/** Lines count from 1, columns in UTF-16 units from 1; without an end column it is the end of the line. */
function applied(text: string, replacements: readonly Replacement[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const at = (line: number, column: number | undefined) => {
    const start = starts[line - 1] ?? text.length;
    return column === undefined
      ? start + (text.slice(start).split('\n')[0] ?? '').length
      : start + column - 1;
  };
  return replacements.reduceRight((result, { deletedRegion: it, insertedContent }) => {
    const [from, to] = [at(it.startLine, it.startColumn), at(it.endLine, it.endColumn)];
    return result.slice(0, from) + (insertedContent?.text ?? '') + result.slice(to);
  }, text);
}
