import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv';
import draft4 from 'ajv/lib/refs/json-schema-draft-04.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { replacementsBetween } from '../repository/replacements.ts';
import { AFTER, BEFORE, finding, pendingReport, run } from './report.testing.ts';
import { makeReport, type Report, reportProblem } from './report.ts';
import { sarifReport } from './sarif.ts';

const ajv = new Ajv({ schemaId: 'auto', meta: false, unknownFormats: 'ignore' });
ajv.addMetaSchema(draft4);
const validate = ajv.compile(schema);

const topics = [
  { id: 'markers-in-doc-comment', title: 'Markers nobody reads', text: '# Markers nobody reads\n' },
];

function sarif(report: Report) {
  const log = JSON.parse(sarifReport(report, topics));
  validate(log);
  expect(validate.errors).toBeNull();
  return log.runs[0];
}

/** Edits as SARIF 2.1.0 §3.57 means them: without endColumn to the end of the line, without its line break. */
function applyFix(text: string, replacements: readonly Replacement[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = (line: number, column: number | undefined) => {
    const start = starts[line - 1] ?? text.length;
    return column === undefined
      ? start + (text.slice(start).split(/\r?\n/)[0] ?? '').length
      : start + column - 1;
  };
  return replacements.reduceRight((result, { deletedRegion: it, insertedContent }) => {
    const end = offset(it.endLine, it.endColumn);
    return (
      result.slice(0, offset(it.startLine, it.startColumn)) +
      (insertedContent?.text ?? '') +
      result.slice(end)
    );
  }, text);
}

interface Replacement {
  readonly deletedRegion: {
    readonly startLine: number;
    readonly startColumn: number;
    readonly endLine: number;
    readonly endColumn?: number;
  };
  readonly insertedContent?: { readonly text: string };
}

describe('sarifReport', () => {
  it('has results with what code scanning needs', () => {
    const { results, columnKind, tool, originalUriBaseIds } = sarif(pendingReport());
    expect(columnKind).toBe('utf16CodeUnits');
    expect(originalUriBaseIds).toEqual({ '%SRCROOT%': { uri: 'file:///r/' } });
    expect(tool.driver.rules).toMatchObject([
      { id: 'markers-in-doc-comment', shortDescription: { text: 'Markers nobody reads' } },
    ]);
    expect(results).toMatchObject([
      {
        ruleId: 'markers-in-doc-comment',
        level: 'error',
        message: { text: 'controller-gen ignores these markers. Put a blank line behind them.' },
        partialFingerprints: { primaryLocationLineHash: '0123456789abcdef:1' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'main.go', uriBaseId: '%SRCROOT%' },
              region: { startLine: 3, startColumn: 4 },
            },
          },
        ],
      },
    ]);
  });

  it('has fixes that give exactly the migrated text', () => {
    const [{ fixes }] = sarif(pendingReport()).results;
    expect(fixes).toHaveLength(1);
    expect(fixes[0].artifactChanges[0].artifactLocation.uri).toBe('main.go');
    expect(applyFix(BEFORE, fixes[0].artifactChanges[0].replacements)).toBe(AFTER);
  });

  it.each([
    ['a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'],
    ['a\nb\n', 'a\n'],
    ['a\nb', 'a\nc'],
    ['', 'a\n'],
  ])('has fixes for %j', (before, after) => {
    const [change] = pendingReport().changes;
    const changes = change ? [{ ...change, replacements: replacementsBetween(before, after) }] : [];
    const [{ fixes }] = sarif(pendingReport({ changes })).results;
    expect(applyFix(before, fixes[0].artifactChanges[0].replacements)).toBe(after);
  });

  it('has no fix for what a person repairs, nor where files come or go', () => {
    const [change] = pendingReport().changes;
    const deletion = change ? [{ ...change, kind: 'delete' as const }] : [];
    const byHand = finding();
    const { repairedBy: _, ...unrepaired } = byHand;
    for (const report of [pendingReport({ changes: deletion }), pendingReport({ findings: [unrepaired] })]) {
      expect(sarif(report).results[0].fixes).toBeUndefined();
    }
  });

  it('shows what was judged as suppressed', () => {
    const suppressed = [finding({ suppression: { kind: 'comment', reason: 'known' } })];
    const [result] = sarif(pendingReport({ findings: [], suppressed })).results;
    expect(result.suppressions).toEqual([{ kind: 'inSource', justification: 'known' }]);
  });

  it('tells of a refusal, with its place where it has one', () => {
    const problem = { code: 'port-taken', reason: 'r', hint: 'h', file: 'a b/ü:1.yaml', line: 2, column: 3 };
    const { results, invocations } = sarif(reportProblem(run, 'refused', problem));
    expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('a%20b/%C3%BC%3A1.yaml');
    expect(invocations[0].toolExecutionNotifications).toMatchObject([{ descriptor: { id: 'port-taken' } }]);
    const { file: _, line: __, column: ___, ...placeless } = problem;
    expect(sarif(reportProblem(run, 'refused', placeless)).results).toEqual([]);
  });

  it('has no result where nothing is wrong', () => {
    expect(sarif(makeReport(run, { status: 'up-to-date', reason: 'r', summary: 's' })).results).toEqual([]);
  });

  it('holds nothing that a viewer would obey', () => {
    const text = sarifReport(
      pendingReport({ findings: [finding({ message: '\u001b[31m\u202e##[error]' })] }),
      [],
    );
    for (const obeyed of ['\u001b', '\u202e', '##[']) expect(text).not.toContain(obeyed);
  });
});
