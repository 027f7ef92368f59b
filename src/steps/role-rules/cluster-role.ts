import { posix } from 'node:path';
import type { BoundRole } from '../../kubernetes/grants.ts';
import { printRule, printScalar } from '../../kubernetes/role-print.ts';
import { DIAGNOSTICS_RULES } from '../../kubernetes/rules.ts';
import { nodeAt, textAt } from '../../kubernetes/yaml-file.ts';
import { type Change, edit } from '../../repository/change.ts';
import { lineEndingOf } from '../../repository/source-file.ts';

/**
 * A ClusterRole of its own, with its binding, for a manager that has namespaced rights alone: reviews are
 * cluster-scoped, so a Role cannot allow them. Both go behind the RoleBinding, into a file that is applied already.
 */
export function addClusterRole({ binding, roleName }: BoundRole): Change {
  const { file } = binding;
  const lineEnding = lineEndingOf(file.text);
  const gap = file.text.endsWith('\n') ? '' : lineEnding;
  const subject = subjectOf(binding.document.contents);
  const text = documents(`${roleName.replace(/-role$/, '')}-metrics-auth-role`, subject);
  const separator = /\n---\s*$/.test(file.text) ? '' : '---\n';
  return edit(
    file,
    { start: file.text.length, end: file.text.length },
    gap + (separator + text).replaceAll('\n', lineEnding),
    {
      step: 'role-rules',
      reason: `reviews are cluster-scoped: the rights in ${posix.basename(file.path)} hold in one namespace alone`,
    },
  );
}

interface Subject {
  readonly name: string;
  readonly namespace: string | undefined;
}

function subjectOf(contents: unknown): Subject {
  const first = nodeAt(contents, ['subjects', 0]);
  return { name: textAt(first, ['name']) ?? 'default', namespace: textAt(first, ['namespace']) };
}

function documents(name: string, subject: Subject): string {
  return [
    'apiVersion: rbac.authorization.k8s.io/v1\n',
    'kind: ClusterRole\n',
    `metadata:\n  name: ${printScalar(name)}\n`,
    `rules:\n${DIAGNOSTICS_RULES.map(printRule).join('')}`,
    '---\n',
    'apiVersion: rbac.authorization.k8s.io/v1\n',
    'kind: ClusterRoleBinding\n',
    `metadata:\n  name: ${printScalar(name.replace(/role$/, 'rolebinding'))}\n`,
    `roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: ${printScalar(name)}\n`,
    `subjects:\n- kind: ServiceAccount\n  name: ${printScalar(subject.name)}\n`,
    subject.namespace === undefined ? '' : `  namespace: ${printScalar(subject.namespace)}\n`,
  ].join('');
}
