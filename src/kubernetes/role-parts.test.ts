import { describe, expect, it } from 'vitest';
import { rolesInParts } from './role-parts.ts';
import { rulesIn } from './role-source.ts';

describe('rolesInParts', () => {
  it('finds the roles of a long file at their places', () => {
    const text =
      'kind: Deployment\n---\nkind: ClusterRole\nmetadata:\n  name: a\nrules:\n- apiGroups: [x]\n  resources: [y]\n  verbs: [get]\n---\nkind: Role\nmetadata:\n  name: b\n  namespace: n\n';
    const roles = rolesInParts({ path: 'all.yaml', text, mode: 0o644 });
    expect(roles.map((role) => [role.kind, role.name, role.namespace])).toEqual([
      ['ClusterRole', 'a', undefined],
      ['Role', 'b', 'n'],
    ]);
    const [first] = roles;
    expect(text.slice(first?.node?.range?.[0], first?.end).trimEnd()).toMatch(/^- apiGroups[\s\S]*\[get\]$/);
  });

  it('reads a Helm template', () => {
    const text =
      '{{- if .Values.rbac }}\nkind: ClusterRole\nmetadata:\n  name: {{ include "x.name" . }}-role\n  labels:\n    {{- include "x.labels" . | nindent 4 }}\nrules:\n- apiGroups: [""]\n  resources: ["pods"]\n  verbs: ["get"]\n{{- end }}\n';
    const [role] = rolesInParts({ path: 'templates/role.yaml', text, mode: 0o644 });
    expect(role && rulesIn(role)).toMatchObject([{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]);
    expect(role?.file.text).toBe(text);
  });

  it('does not parse documents without a role', () => {
    const text = 'kind: ConfigMap\ndata: {{ broken\n---\nkind: ClusterRole\nmetadata: {name: a}\n';
    expect(rolesInParts({ path: 'all.yaml', text, mode: 0o644 }).map((role) => role.name)).toEqual(['a']);
  });
});
