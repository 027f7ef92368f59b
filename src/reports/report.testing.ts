import type { Finding } from '../migration/finding.ts';
import { replacementsBetween } from '../repository/replacements.ts';
import { makeReport, type Report, type Run } from './report.ts';

export const run: Run = {
  tool: { name: 'diag-codemod', version: '1.2.3' },
  command: 'check',
  repository: '/r',
};

/** A finding that the step `rbac-markers` repairs together with `role-rules`. */
export function finding(parts: Partial<Finding> = {}): Finding {
  return {
    rule: 'markers-in-doc-comment',
    level: 'error',
    path: 'main.go',
    line: 3,
    column: 5,
    columnUtf16: 4,
    fingerprint: '0123456789abcdef:1',
    message: 'controller-gen ignores these markers',
    fix: 'Put a blank line behind them.',
    repairedBy: ['rbac-markers', 'role-rules'],
    ...parts,
  };
}

export const BEFORE = '// marker\nfunc main() {}\n';
export const AFTER = '// marker\n\nfunc main() {\n}\n';

/** What `check` says of a repository with one repairable finding. */
export function pendingReport(parts: Partial<Report> = {}): Report {
  return makeReport(run, {
    status: 'pending',
    reason: 'migration-pending',
    summary: 'main.go: 1 file',
    changes: [
      {
        path: 'main.go',
        kind: 'modify',
        step: 'rbac-markers',
        steps: ['rbac-markers'],
        reasons: ['controller-gen reads no doc comments'],
        added: 1,
        removed: 0,
        replacements: replacementsBetween(BEFORE, AFTER),
      },
    ],
    findings: [finding()],
    ...parts,
  });
}
