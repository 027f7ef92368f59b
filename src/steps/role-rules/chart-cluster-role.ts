import { type Chart, chartOf } from '../../kubernetes/chart.ts';
import { withoutBorders } from '../../kubernetes/chart-documents.ts';
import { pairAt } from '../../kubernetes/chart-values.ts';
import type { RenderedObject } from '../../kubernetes/rendering.ts';
import { printRule } from '../../kubernetes/role-print.ts';
import { DIAGNOSTICS_RULES } from '../../kubernetes/rules.ts';
import { nodeAt } from '../../kubernetes/yaml-file.ts';
import { documentParts } from '../../kubernetes/yaml-part.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { lineEndingOf } from '../../repository/source-file.ts';

/**
 * A ClusterRole with its binding for a ServiceAccount to which a chart gives none. Both go behind the account, under the
 * same conditions, and under the chart's own switch for RBAC where it has one.
 */
export function addChartClusterRole(repository: Repository, account: RenderedObject): readonly Change[] {
  const { file, index } = account;
  const part = documentParts(file.text)[index];
  const name = rawText(account, ['metadata', 'name']);
  if (!part || name === '') return [];
  const { end } = withoutBorders(file.text, part);
  const at = file.text.slice(0, end).trimEnd().length;
  const chart = chartOf(repository, file.path);
  const text = documents(name, rawText(account, ['metadata', 'namespace']) || '{{ .Release.Namespace }}');
  const lines = guarded(chart, text).replaceAll('\n', lineEndingOf(file.text));
  return [
    edit(file, { start: at, end: at }, lines, {
      step: 'role-rules',
      reason: 'the endpoint asks the API server who a client is, and this account has no role that allows it',
    }),
  ];
}

function rawText({ file, document }: RenderedObject, path: readonly string[]): string {
  const [start = 0, end = 0] = nodeAt(document.contents, path)?.range ?? [];
  return file.text.slice(start, end).replace(/^(["'])([\s\S]*)\1$/, '$2');
}

/** `rbac.create` and its kin switch roles off. */
function guarded(chart: Chart | undefined, text: string): string {
  const words = ['create', 'enabled', 'enable'];
  const word = words.find((it) => chart && pairAt(chart, ['rbac', it]));
  return word === undefined ? text : `\n{{- if .Values.rbac.${word} }}${text}\n{{- end }}`;
}

function documents(name: string, namespace: string): string {
  const role = `${name}-metrics-auth`;
  return [
    '\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\n',
    `metadata:\n  name: ${role}\nrules:\n${DIAGNOSTICS_RULES.map(printRule).join('')}`,
    '---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\n',
    `metadata:\n  name: ${role}\n`,
    `roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: ${role}\n`,
    `subjects:\n- kind: ServiceAccount\n  name: ${name}\n  namespace: ${namespace}`,
  ].join('');
}
