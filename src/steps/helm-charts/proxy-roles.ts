import { type Chart, renderChart } from '../../kubernetes/chart.ts';
import { withoutBorders } from '../../kubernetes/chart-documents.ts';
import { isProxyRole } from '../../kubernetes/grants.ts';
import { openBlocks } from '../../kubernetes/helm-place.ts';
import { readableTemplate } from '../../kubernetes/helm-template.ts';
import type { RenderedObject } from '../../kubernetes/rendering.ts';
import { resolveReference } from '../../kubernetes/rendering.ts';
import { textAt } from '../../kubernetes/yaml-file.ts';
import { documentParts, type TextRange } from '../../kubernetes/yaml-part.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt, type SourceFile } from '../../repository/source-file.ts';
import { joinParts, type Part, STEP } from './part.ts';

const WHY = {
  step: STEP,
  reason: 'this was the access of the former kube-rbac-proxy; the manager’s own role grants the same',
};

/** Deletes the roles that a chart made for its sidecar, with their bindings. */
export function planProxyRoles(repository: Repository, chart: Chart): Part {
  const { objects } = renderChart(repository, chart);
  const going = objects.filter((it) => isProxyRole(it) || isProxyBinding(repository, chart, it));
  const files = new Map(
    going.map((it) => [it.file.path, going.filter((other) => other.file.path === it.file.path)]),
  );
  return joinParts([...files].map(([path, gone]) => removeFrom(repository, path, gone)));
}

function isProxyBinding(repository: Repository, chart: Chart, binding: RenderedObject): boolean {
  if (!/^(Cluster)?RoleBinding$/.test(binding.kind)) return false;
  const name = textAt(binding.document.contents, ['roleRef', 'name']) ?? '';
  const role = resolveReference(renderChart(repository, chart), binding, { kind: 'ClusterRole', name });
  return role !== undefined && isProxyRole(role);
}

function removeFrom(repository: Repository, path: string, gone: readonly RenderedObject[]): Part {
  const file = repository.tryRead(path);
  if (!file) return joinParts([]);
  const parts = documentParts(file.text);
  const indexes = new Set(gone.map((it) => it.index));
  const rest = parts.filter((_, index) => !indexes.has(index));
  if (rest.every((part) => isBlank(file, part))) return whole(file);
  const ranges = parts.flatMap((part, index) => (indexes.has(index) ? [rangeOf(file, part)] : []));
  if (ranges.some(({ start, end }) => openBlocks(file.text.slice(start, end)) !== 0))
    return keeps(file, gone);
  return { changes: ranges.map((range) => edit(file, range, '', WHY)), findings: [] };
}

function whole(file: SourceFile): Part {
  const change: Change = { kind: 'delete', path: file.path, expected: file.text, ...WHY };
  return { changes: [change], findings: [] };
}

function isBlank(file: SourceFile, part: TextRange): boolean {
  return /^(\s|#.*)*$/.test(readableTemplate(file.text.slice(part.start, part.end)));
}

/**
 * A document without the lines at its borders that begin or end a block around it. The `---` above goes with it; that
 * below with the first one.
 */
function rangeOf(file: SourceFile, part: TextRange): TextRange {
  const { text } = file;
  const inner = withoutBorders(text, part);
  if (inner.start === part.start && part.start > 0) {
    return { start: text.lastIndexOf('---', part.start - 1), end: inner.end };
  }
  const newline = text.indexOf('\n', inner.end);
  const isSeparated = inner.end === part.end && text.startsWith('---', part.end) && newline !== -1;
  return { start: inner.start, end: isSeparated ? newline + 1 : inner.end };
}

function keeps(file: SourceFile, [role]: readonly RenderedObject[]): Part {
  return {
    changes: [],
    findings: [
      {
        rule: 'auth-proxy-role-left-over',
        level: 'warning',
        path: file.path,
        ...positionAt(file.text, role?.document.contents?.range?.[0] ?? 0),
        message:
          'this role was made for the kube-rbac-proxy; a condition begins in it and ends elsewhere, so it stays',
        fix: 'Delete it: the manager’s own role grants the same.',
      },
    ],
  };
}
