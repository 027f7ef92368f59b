import { makeReport, type ReportedChange } from '../reports/report.ts';
import { countLines } from '../repository/diff-lines.ts';
import { realDirectory } from '../repository/open.ts';
import { undo as takeBack, type UndoneFile } from '../repository/undo.ts';
import type { CommandContext, Outcome } from './outcome.ts';

/** `diag-codemod undo <repository>`: takes the last migration back, exactly. */
export function undo(root: string, context: CommandContext): Outcome {
  const files = takeBack(realDirectory(root));
  if (!files) {
    const summary = 'There is no migration to take back in this repository.';
    const report = makeReport(context.run, { status: 'not-applicable', reason: 'nothing-to-undo', summary });
    return { exitCode: 0, report };
  }
  context.committed();
  const summary = `${files.length} file(s) are again as they were before the migration.`;
  const changes = files.map(reportedChange);
  return {
    exitCode: 0,
    report: makeReport(context.run, { status: 'pending', reason: 'undone', summary, changes }),
  };
}

function reportedChange({ path, kind, before, after }: UndoneFile): ReportedChange {
  const { added, removed } = countLines(before ?? '', after ?? '');
  return { path, kind, step: 'undo', steps: ['undo'], reasons: [], added, removed, replacements: [] };
}
