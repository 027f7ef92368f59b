import { describe, expect, test } from 'vitest';
import { isScalar } from 'yaml';
import { openBlocks, placeInTemplate } from './helm-place.ts';
import { readableTemplate } from './helm-template.ts';
import { mapAt } from './yaml-file.ts';
import { parsePart } from './yaml-part.ts';

/** The key behind which `ports` would stand in a container with these lines. */
function placeIn(...lines: readonly string[]): string | undefined {
  const text = `containers:\n  - name: manager\n${lines.map((line) => `    ${line}\n`).join('')}`;
  const range = { start: 0, end: text.length };
  const file = parsePart({ path: 'a.yaml', text, mode: 0o644 }, range, readableTemplate(text));
  const map = mapAt(file?.documents[0]?.contents, ['containers', 0]);
  const key = map && placeInTemplate(text, map)?.key;
  return isScalar(key) ? String(key.value) : undefined;
}

const ARGS = ['image: a', 'args:', '  - --leader-elect'];

describe('placeInTemplate', () => {
  test.each([
    ['nothing follows', []],
    ['a key follows', ['resources: {}']],
    ['a key stands in a condition', ['{{- if .Values.resources }}', 'resources: {}', '{{- end }}']],
    [
      'a key stands in nested conditions',
      ['{{- if .Values.a }}', '{{- with .Values.b }}', 'resources: {}', '{{- end }}', '{{- end }}'],
    ],
  ])('behind the arguments, where %s', (_, lines) => {
    expect(placeIn(...ARGS, ...lines)).toBe('args');
  });

  test.each([
    [
      'a block prints more arguments',
      ['  {{- with .Values.extra }}', '  {{- toYaml . | nindent 6 }}', '  {{- end }}'],
    ],
    ['a block holds one', ['{{- if .Values.leader }}', '  - --v=2', '{{- end }}']],
    ['an action prints some', ['  {{- toYaml .Values.extra | nindent 6 }}']],
  ])('behind the image, where %s', (_, lines) => {
    expect(placeIn(...ARGS, ...lines)).toBe('image');
  });

  test('not behind a key whose value an action prints', () => {
    const resources = ['image: a', 'resources:', '  {{- toYaml .Values.resources | nindent 6 }}'];
    const args = ['args:', '  {{- if .Values.leader }}', '  - --leader-elect', '  {{- end }}'];
    expect(placeIn(...resources, ...args)).toBe('image');
  });

  test('outside of a condition that holds the arguments, or the image too', () => {
    const args = ['{{- if .Values.leader }}', 'args:', '  - --leader-elect', '{{- end }}'];
    expect(placeIn('image: a', ...args)).toBe('image');
    expect(placeIn('{{- if .Values.image }}', 'image: a', '{{- end }}', ...args)).toBe('name');
  });
});

test.each([
  ['{{ if a }}{{- range .b }}', 2],
  ['{{- with .a -}} x {{- else }} y {{ end -}}', 0],
  ['{{ end }}', -1],
  ['{{ include "x.if" . }}', 0],
])('openBlocks %s', (text, expected) => {
  expect(openBlocks(text)).toBe(expected);
});
