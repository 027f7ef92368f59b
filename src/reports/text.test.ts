import { describe, expect, it } from 'vitest';
import { jsonReport } from './json.ts';
import { makeReport, type Report, type Run, reportProblem } from './report.ts';
import { textReport } from './text.ts';

const run: Run = { tool: { name: 'diag-codemod', version: '1.2.3' }, command: 'migrate', repository: '/r' };

const full: Report = makeReport(run, {
  status: 'migrated',
  reason: 'migrated',
  summary: 'main.go: 2 files changed',
  managers: [
    {
      entryPoint: 'main.go',
      api: 'manager-options',
      versions: { clusterApi: 'v1.12.0', controllerRuntime: 'v0.22.4' },
    },
  ],
  changes: [
    {
      path: 'main.go',
      kind: 'modify',
      step: 'manager-code',
      steps: ['manager-code'],
      reasons: ['the flags of the diagnostics API replace the metrics flag'],
      added: 12,
      removed: 3,
      replacements: [],
    },
    {
      path: 'old.yaml',
      kind: 'delete',
      step: 'x',
      steps: ['x'],
      reasons: ['nothing uses it'],
      added: 0,
      removed: 9,
      replacements: [],
    },
  ],
  findings: [
    {
      rule: 'service-without-port',
      level: 'warning',
      path: 'config/service.yaml',
      line: 7,
      column: 3,
      message: 'the Service targets a port that no container has',
      fix: 'Target the port metrics.',
    },
  ],
  next: [{ command: 'go mod tidy', directory: 'hack/tools', reason: 'go.sum lacks lines' }],
  afterMerge: ['Release the image first: the arguments are new.'],
  undo: 'diag-codemod undo /r',
});

const plain = textReport(full, { colour: false });

describe('textReport', () => {
  it.each([
    'Migrated: main.go: 2 files changed',
    'main.go                                                        manager-options',
    'Cluster API v1.12.0, controller-runtime v0.22.4',
    'Changed (+12 -12 lines)',
    '- the flags of the diagnostics API replace the metrics flag',
    '  D old.yaml',
    '  warning config/service.yaml:7:3 (service-without-port)',
    '      Fix: Target the port metrics.',
    '  go mod tidy   (in hack/tools)',
    'After the merge\n  - Release the image first: the arguments are new.',
    'To take it back\n  diag-codemod undo /r',
  ])('says %j', (part) => {
    expect(plain).toContain(part);
  });

  it('is no wider than 80 columns and ends with one newline', () => {
    expect(Math.max(...plain.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(plain).toMatch(/[^\n]\n$/);
  });

  it('says what would change when it has not', () => {
    expect(textReport({ ...full, status: 'pending' }, { colour: false })).toContain(
      'To change (+12 -12 lines)',
    );
  });

  it('leaves out what is empty', () => {
    const report = makeReport(run, { status: 'up-to-date', reason: 'up-to-date', summary: 'nothing to do' });
    expect(textReport(report, { colour: false })).toBe('Up to date: nothing to do\n');
  });

  it('writes colour only when asked for', () => {
    expect(plain).not.toContain('\u001b');
    expect(textReport(full, { colour: true })).toContain('\u001b[1mAfter the merge\u001b[0m');
  });

  it('tells a refusal with its place, code and what to do', () => {
    const problem = {
      code: 'api-too-old',
      file: 'go.mod',
      line: 5,
      reason: 'v1.5.2 is too old',
      hint: 'Go to 1.6.',
    };
    const text = textReport(reportProblem(run, 'refused', problem), { colour: false });
    expect(text).toContain('Refused, nothing was written: v1.5.2 is too old');
    expect(text).toContain('Why\n  api-too-old go.mod:5\n      v1.5.2 is too old\n      Go to 1.6.');
    expect(text.match(/api-too-old/g)).toHaveLength(1);
  });

  it('obeys nothing that stands in a repository', () => {
    const evil = '\u001b[2J\u202e::error::x\n::warning::y ##[error]z';
    const text = textReport(
      { ...full, summary: evil, changes: [], next: [{ command: evil, directory: evil, reason: evil }] },
      { colour: true },
    );
    expect(text).not.toContain('\u001b[2J');
    expect(text).not.toContain('\u202e');
    expect(text).not.toContain('##[');
    expect(text.split('\n').some((line) => line.trimStart().startsWith('::'))).toBe(false);
  });

  it('lets no wrapped word become a workflow command', () => {
    const summary = `${'x'.repeat(78)} ::error::now`;
    const lines = textReport({ ...full, summary }, { colour: false }).split('\n');
    expect(lines.some((line) => line.trimStart().startsWith('::'))).toBe(false);
    expect(lines.some((line) => line.includes('error::now'))).toBe(true);
  });
});

describe('jsonReport', () => {
  it('is the report itself', () => {
    expect(JSON.parse(jsonReport(full))).toEqual(full);
  });

  it('has every field of schema 1, also of a run that failed', () => {
    const report = JSON.parse(
      jsonReport(reportProblem(run, 'failed', { code: 'c', reason: 'r', hint: 'h' })),
    );
    expect(report).toEqual({
      schema: 1,
      tool: { name: 'diag-codemod', version: '1.2.3' },
      command: 'migrate',
      repository: '/r',
      status: 'failed',
      reason: 'c',
      summary: 'r',
      managers: [],
      changes: [],
      findings: [],
      readers: [],
      repaired: [],
      suppressed: [],
      refusals: [],
      problem: { code: 'c', reason: 'r', hint: 'h' },
      problems: [{ code: 'c', reason: 'r', hint: 'h' }],
      next: [],
      afterMerge: [],
      evidence: [],
      undo: null,
    });
  });
});
