import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { planMigration } from '../../src/migration/migration.ts';
import { defaultOptions } from '../../src/migration/options.ts';
import { run } from '../../src/reports/report.testing.ts';
import { reportPlan } from '../../src/reports/report.ts';
import { textReport } from '../../src/reports/text.ts';
import { memoryRepository } from '../../src/repository/memory-repository.ts';
import { fixtureTree } from '../explain/step-examples.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const names = readdirSync(fixtures, { withFileTypes: true }).flatMap((it) =>
  it.isDirectory() ? [it.name] : [],
);

describe.each(names)('what check says of the fixture %s', (name) => {
  test('is 80 columns wide, with colour and without, apart from what is to be copied', async () => {
    const plan = await planMigration(memoryRepository(fixtureTree(name)), defaultOptions);
    const report = reportPlan(run, plan);
    const [plain, coloured] = [false, true].map((colour) => textReport(report, { colour })) as [
      string,
      string,
    ];
    expect(stripVTControlCharacters(coloured)).toBe(plain);
    expect(plain).not.toContain('\u001b');
    const wide = plain
      .split('\n')
      .filter((line) => line.length > 80 && /\s/.test(line.trim()) && !isCopied(line));
    expect(wide).toEqual([]);
  });
});

/** Places, commands, samples of YAML and hyperlinks stay whole. */
function isCopied(line: string): boolean {
  return /^ {2}(error|warning|note) \S+ \([\w-]+\)$/.test(line) || /^ {2}[MAD] \S+$/.test(line);
}
