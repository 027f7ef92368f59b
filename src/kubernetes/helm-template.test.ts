import { describe, expect, test } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { helmWorkloads, readableTemplate } from './helm-template.ts';

describe('readableTemplate', () => {
  test.each([
    ['a: {{ .X }}\n', 'a: lbvydhki\n'],
    ['  {{- if .X }}\n  a: 1\n  {{- end }}\n', `${' '.repeat(14)}\n  a: 1\n${' '.repeat(12)}\n`],
    ['{{- /* a\nb */}}\nc: 1\n', '        \n      \nc: 1\n'],
    ['a: 1\n{{ end }}{{/* of X */}} \r\nb: 1\n', `a: 1\n${' '.repeat(24)}\r\nb: 1\n`],
    ['a: "{{ .X }}:{{ .Y }}"\r\n', 'a: "lbvydhki:uzqxicyg"\r\n'],
    ['  {{ .X }}\r\n', '          \r\n'],
    ['a: {{ unfinished\n', 'a: {{ unfinished\n'],
    [
      'labels:\n  {{- include "a.selectorLabels" . | nindent 6 }}\n',
      `labels:\n      uvzsubhu: l${' '.repeat(32)}\n`,
    ],
    ['labels: {{- include "a.labels" . | nindent 6 }}\n', `labels: {uvzsubhu: l}${' '.repeat(26)}\n`],
  ])('%j', (text, expected) => {
    expect(readableTemplate(text)).toBe(expected);
    expect(readableTemplate(text)).toHaveLength(text.length);
  });

  test('a megabyte of unfinished actions takes no time', () => {
    const started = performance.now();
    readableTemplate('{{ '.repeat(300_000));
    readableTemplate(`${'{{a}} '.repeat(100_000)}x`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('helmWorkloads', () => {
  const template = `{{- if .Values.on }}
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  template:
    spec:
      containers:
        - name: manager
          args:
            - --a={{ .Values.a }}
            {{- range .Values.more }}
            - {{ . }}
            {{- end }}
{{- end }}
`;

  test('positions are those of the template', () => {
    const [workload] = helmWorkloads(memoryRepository({ 'd.yaml': template }), 'd.yaml');
    const items = workload?.containers[0]?.args?.items.map((item) => template.slice(item.start, item.end));
    expect(items).toEqual(['--a={{ .Values.a }}', '{{ . }}']);
    expect(workload?.file.text).toBe(template);
  });

  test.each([
    ['another kind', 'kind: Service\n'],
    ['a template that is no YAML without its actions', 'kind: Deployment\na: [{{ .X }}\n'],
  ])('%s gives nothing', (_, text) => {
    expect(helmWorkloads(memoryRepository({ 'd.yaml': text }), 'd.yaml')).toEqual([]);
  });

  test('a missing file gives nothing', () => {
    expect(helmWorkloads(memoryRepository({}), 'd.yaml')).toEqual([]);
  });
});
