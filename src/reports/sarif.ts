import { pathToFileURL } from 'node:url';
import type { Finding } from '../migration/finding.ts';
import type { Problem } from '../repository/problem.ts';
import { escapeJson, escapeText } from './escape.ts';
import type { Report } from './report.ts';
import { sarifFix } from './sarif-fix.ts';
import { sarifLocation } from './sarif-location.ts';

/** What `explain` knows of a rule or a code of a refusal. */
export interface ExplainedTopic {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * The report as SARIF 2.1.0, in the shape that GitHub's code scanning takes: relative URIs, fingerprints, a rule for each result.
 * `fixes` hold the edits of the step that repairs a finding together with those it needs, because they only make sense together.
 */
export function sarifReport(report: Report, topics: readonly ExplainedTopic[]): string {
  const findings = [...report.findings, ...report.suppressed];
  const results = [
    ...findings.map((finding) => findingResult(report, finding)),
    ...report.problems.flatMap(problemResult),
  ];
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driver(report, [...new Set(results.map(({ ruleId }) => ruleId))], topics) },
        automationDetails: { id: 'diag-codemod/' },
        columnKind: 'utf16CodeUnits',
        ...(report.repository === null ? {} : { originalUriBaseIds: baseOf(report.repository) }),
        invocations: [invocation(report)],
        results,
      },
    ],
  };
  return `${escapeJson(JSON.stringify(log, undefined, 2))}\n`;
}

function driver({ tool }: Report, ids: readonly string[], topics: readonly ExplainedTopic[]) {
  return {
    name: tool.name,
    semanticVersion: tool.version,
    rules: ids.map((id) => {
      const topic = topics.find((candidate) => candidate.id === id);
      const help = `diag-codemod explain ${id}`;
      return {
        id,
        name: id,
        shortDescription: { text: topic?.title ?? id },
        fullDescription: { text: topic?.title ?? id },
        help: { text: help, markdown: topic?.text ?? help },
        properties: { tags: ['security', 'kubernetes', 'metrics'] },
      };
    }),
  };
}

function baseOf(repository: string) {
  return { '%SRCROOT%': { uri: `${pathToFileURL(repository).href.replace(/\/$/, '')}/` } };
}

/** A run that failed or was refused says so; a file that nobody can name has no result. */
function invocation(report: Report) {
  const notifications = report.problems.map(({ code, reason, hint }) => ({
    level: 'error',
    descriptor: { id: code },
    message: { text: escapeText(`${reason} ${hint}`) },
  }));
  return {
    executionSuccessful: report.status !== 'failed' && report.status !== 'conflict',
    toolExecutionNotifications: notifications,
  };
}

function findingResult(report: Report, finding: Finding) {
  const { rule, level, path, line, column, columnUtf16, message, fix, fingerprint, suppression } = finding;
  const repair = sarifFix(report, finding);
  return {
    ruleId: rule,
    level,
    message: { text: escapeText([message, fix].filter((part) => part !== undefined).join('. ')) },
    locations: [sarifLocation(path, line, columnUtf16 ?? column)],
    ...(fingerprint === undefined ? {} : { partialFingerprints: { primaryLocationLineHash: fingerprint } }),
    ...(repair === undefined ? {} : { fixes: [repair] }),
    ...(suppression === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: suppression.kind === 'comment' ? 'inSource' : 'external',
              justification: escapeText(suppression.reason),
            },
          ],
        }),
  };
}

/** Code scanning takes no result without a place. */
function problemResult({ code, file, line, column, columnUtf16, reason, hint }: Problem) {
  if (file === undefined) return [];
  return [
    {
      ruleId: code,
      level: 'error',
      message: { text: escapeText(`${reason}. ${hint}`) },
      locations: [sarifLocation(file, line ?? 1, columnUtf16 ?? column ?? 1)],
    },
  ];
}
