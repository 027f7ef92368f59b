import { describe, expect, it } from 'vitest';
import { addMarkers, detachMarkers, type MarkerEdit, markerPrefix } from './marker-block.ts';
import { collectRbacMarkers } from './markers.ts';

const ONE = '+kubebuilder:rbac:groups=a,resources=x,verbs=create';
const TWO = '+kubebuilder:rbac:groups=b,resources=y,verbs=create';
const HEADING = '// Add RBAC for the authorized diagnostics endpoint.';

function file(text: string) {
  return { path: 'main.go', text, mode: 0o644 };
}

function apply(text: string, edits: readonly MarkerEdit[]): string {
  return [...edits]
    .sort((one, other) => other.start - one.start)
    .reduce((left, edit) => left.slice(0, edit.start) + edit.replacement + left.slice(edit.end), text);
}

function added(text: string, prefix: '// +' | '//+' = '// +'): string {
  const edit = addMarkers(file(text), [ONE, TWO], prefix);
  return edit ? apply(text, [edit]) : text;
}

function detached(text: string): string {
  return apply(
    text,
    detachMarkers(
      file(text),
      collectRbacMarkers(file(text)).filter((marker) => !marker.effective),
    ),
  );
}

function seen(text: string): number {
  return collectRbacMarkers(file(text)).filter((marker) => marker.effective).length;
}

describe('addMarkers', () => {
  it('puts a block and a blank line above main', () => {
    expect(added('package main\n\nfunc main() {\n}\n')).toBe(
      `package main\n\n${HEADING}\n// ${ONE}\n// ${TWO}\n\nfunc main() {\n}\n`,
    );
  });

  it.each([
    ['a doc comment', '// main runs.\nfunc main() {}\n'],
    ['a directive', '//nolint:gocyclo\nfunc main() {}\n'],
    ['a doc comment and a directive', '// main runs.\n//\n//nolint:gocyclo\nfunc main() {}\n'],
  ])('leaves %s with main', (_, main) => {
    const after = added(`package main\n\n${main}`);
    expect(after).toBe(`package main\n\n${HEADING}\n// ${ONE}\n// ${TWO}\n\n${main}`);
    expect(seen(after)).toBe(2);
  });

  it('keeps a distance from what stands directly above', () => {
    const after = added('package main\n\nfunc f() {\n}\nfunc main() {\n}\n');
    expect(after).toContain(`}\n\n${HEADING}\n`);
    expect(seen(after)).toBe(2);
  });

  it('writes CRLF and the tight spelling', () => {
    const after = added('package main\r\n\r\nfunc main() {\r\n}\r\n', '//+');
    expect(after).toContain(`${HEADING}\r\n//${ONE}\r\n//${TWO}\r\n\r\nfunc main`);
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('goes below a marker of the same purpose', () => {
    const text = `package main\n\n// +kubebuilder:rbac:groups=z,verbs=get\n\nfunc main() {}\n`;
    const [beside] = collectRbacMarkers(file(text));
    const edit = addMarkers(file(text), [ONE], '// +', beside);
    expect(edit && apply(text, [edit])).toBe(text.replace('=get\n', `=get\n// ${ONE}\n`));
  });

  it('does nothing without markers, and in a file without main', () => {
    expect(addMarkers(file('package main\n\nfunc main() {}\n'), [], '// +')).toBeUndefined();
    expect(added('package x\n\nfunc Main() {}\n')).toBe('package x\n\nfunc Main() {}\n');
  });

  it('does not take a method or a text for main', () => {
    const text = 'package main\n\nfunc (s *S) main() {}\n\nvar x = `\nfunc main() {\n`\n\nfunc main() {}\n';
    expect(added(text).indexOf(HEADING)).toBe(text.lastIndexOf('func main'));
  });
});

describe('detachMarkers', () => {
  it('puts a blank line between the markers and main', () => {
    const text = `package main\n\n${HEADING}\n// ${ONE}\n// ${TWO}\nfunc main() {}\n`;
    expect(detached(text)).toBe(text.replace('\nfunc main', '\n\nfunc main'));
    expect(seen(detached(text))).toBe(2);
  });

  it('keeps trailing doc text and directives with main', () => {
    const text = `package main\n\n// ${ONE}\n// main runs.\n//nolint:gocyclo\nfunc main() {}\n`;
    expect(detached(text)).toBe(
      `package main\n\n// ${ONE}\n\n// main runs.\n//nolint:gocyclo\nfunc main() {}\n`,
    );
  });

  it('moves the markers out of a doc comment that speaks of main', () => {
    const text = `package main\n\n// main runs\n// all.\n// ${ONE}\n// ${TWO}\nfunc main() {}\n`;
    expect(detached(text)).toBe(
      `package main\n\n${HEADING}\n// ${ONE}\n// ${TWO}\n\n// main runs\n// all.\nfunc main() {}\n`,
    );
    expect(seen(detached(text))).toBe(2);
  });

  it('does not make other markers count', () => {
    const other = '// +kubebuilder:scaffold:x';
    const text = `package main\n\n${other}\n// ${ONE}\nfunc main() {}\n`;
    expect(detached(text)).toBe(`package main\n\n${HEADING}\n// ${ONE}\n\n${other}\nfunc main() {}\n`);
  });

  it('detaches from other declarations too, with CRLF', () => {
    const text = `package main\r\n\r\n// ${ONE}\r\nvar x = 1\r\n`;
    expect(detached(text)).toBe(`package main\r\n\r\n// ${ONE}\r\n\r\nvar x = 1\r\n`);
  });

  it('moves the first line of a comment without losing a byte of the rest', () => {
    const text = `package main\n\n// ${ONE}\n// +other\n// ${TWO}\nfunc main() {}\n`;
    const after = detached(text);
    expect(after).toBe(`package main\n\n${HEADING}\n// ${ONE}\n// ${TWO}\n\n// +other\nfunc main() {}\n`);
  });
});

it.each([
  ['// +kubebuilder:scaffold:imports', '// +'],
  ['//+kubebuilder:rbac:verbs=get', '//+'],
  ['\t//+kubebuilder:scaffold:scheme', '//+'],
  ['// + kubebuilder', undefined],
  ['//go:build linux', undefined],
])('%j is spelled %j', (text, prefix) => {
  expect(markerPrefix(`package p\n\n${text}\n`)).toBe(prefix);
});
