import { describe, expect, it } from 'vitest';
import { collectRbacMarkers } from './markers.ts';

/** The groups of the markers in a text that controller-gen sees, and of those that it does not. */
function groupsOf(text: string): { seen: string[]; ignored: string[] } {
  const markers = collectRbacMarkers({ path: 'a.go', text, mode: 0o644 });
  const named = markers.flatMap(({ rule, effective }) =>
    rule === 'invalid' ? [] : [{ group: rule.groups[0] ?? '', effective }],
  );
  return {
    seen: named.filter((it) => it.effective).map((it) => it.group),
    ignored: named.filter((it) => !it.effective).map((it) => it.group),
  };
}

const M = (group: string) => `// +kubebuilder:rbac:groups=${group},resources=x,verbs=get`;

/** Each placement was tried with controller-gen v0.16.5, v0.18.0 and v0.20.0 (facts D1). */
describe('collectRbacMarkers', () => {
  it.each([
    ['a blank line before a function', `package p\n\n${M('a')}\n\nfunc main() {}\n`],
    ['a blank line, then the doc comment', `package p\n\n${M('a')}\n\n// main runs.\nfunc main() {}\n`],
    ['in a block with text', `package p\n\n// Text.\n${M('a')}\n\nfunc main() {}\n`],
    ['above the package clause', `${M('a')}\npackage p\n`],
    ['above a build constraint', `${M('a')}\n\n//go:build linux\n\npackage p\n`],
    ['behind the last declaration', `package p\n\nfunc f() {}\n\n${M('a')}\n`],
    ['without a space', `package p\n\n${M('a').replace('// ', '//')}\n\nvar x = 1\n`],
    ['with more space', `package p\n\n${M('a').replace('// ', '//   ')}\n\nvar x = 1\n`],
    ['behind a function on its line', `package p\n\nfunc f() {} ${M('a')}\n`],
    ['behind the closing parenthesis', `package p\n\nvar (\n\tx = 1\n) ${M('a')}\n`],
    ['a blank line before a type', `package p\n\n${M('a')}\n\ntype T int\n`],
    ['the closest free comment in a type group', `package p\n\ntype (\n\t${M('a')}\n\n\tT int\n)\n`],
    ['behind the package clause', `package p ${M('a')}\n`],
    ['CRLF', `package p\r\n\r\n${M('a')}\r\n\r\nfunc main() {}\r\n`],
    ['between comments', `package p\n\n// one\n\n${M('a')}\n\n// two\n\nfunc main() {}\n`],
  ])('sees a marker %s', (_, text) => {
    expect(groupsOf(text)).toEqual({ seen: ['a'], ignored: [] });
  });

  it.each([
    ['in the doc comment of a function', `package p\n\n${M('a')}\nfunc main() {}\n`],
    ['in the doc comment of a method', `package p\n\n${M('a')}\nfunc (t T) m() {}\n`],
    ['in the doc comment of a variable', `package p\n\n${M('a')}\nvar x = 1\n`],
    ['in the doc comment of a group', `package p\n\n${M('a')}\nvar (\n\tx = 1\n)\n`],
    ['in the doc comment of a type', `package p\n\n${M('a')}\ntype T int\n`],
    ['in the doc comment of an import', `package p\n\n${M('a')}\nimport "fmt"\n`],
    ['behind text in a doc comment', `package p\n\n// main runs.\n${M('a')}\nfunc main() {}\n`],
    ['behind a variable on its line', `package p\n\nvar x = 1 ${M('a')}\n`],
    ['behind a type on its line', `package p\n\ntype T struct {\n} ${M('a')}\n`],
    ['not the closest in a type group', `package p\n\ntype (\n\t${M('a')}\n\n\t// near\n\n\tT int\n)\n`],
    ['in the doc comment inside a type group', `package p\n\ntype (\n\t${M('a')}\n\tT int\n)\n`],
    ['behind the last type of a group', `package p\n\ntype (\n\tT int\n\n\t${M('a')}\n)\n`],
  ])('knows that a marker is ignored %s', (_, text) => {
    expect(groupsOf(text)).toEqual({ seen: [], ignored: ['a'] });
  });

  it.each([
    ['in a function', `package p\n\nfunc f() {\n\t${M('a')}\n\n\tx()\n}\n`],
    ['in a variable group', `package p\n\nvar (\n\t${M('a')}\n\n\tx = 1\n)\n`],
    ['in a struct', `package p\n\ntype T struct {\n\t${M('a')}\n\n\tA int\n}\n`],
    ['in a block comment', 'package p\n\n/* +kubebuilder:rbac:groups=a,verbs=get */\n\nvar x = 1\n'],
    ['in a block comment of many lines', `package p\n\n/*\n${M('a')}\n*/\n\nvar x = 1\n`],
    ['in a string', `package p\n\nvar x = \`\n${M('a')}\n\`\n`],
  ])('does not find a marker %s', (_, text) => {
    expect(groupsOf(text)).toEqual({ seen: [], ignored: [] });
  });

  it('tells a comment behind code from the block on the next line', () => {
    const text = `package p\n\nvar x = 1 ${M('a')}\n${M('b')}\n\nvar y = 1\n`;
    expect(groupsOf(text)).toEqual({ seen: ['b'], ignored: ['a'] });
  });

  it('reports a marker with an error', () => {
    const text = 'package p\n\n// +kubebuilder:rbac:groups=a\n\nvar x = 1\n';
    const [marker] = collectRbacMarkers({ path: 'a.go', text, mode: 0o644 });
    expect(marker).toMatchObject({ rule: 'invalid', effective: true });
  });

  it('gives the place of the comment without its line ending', () => {
    const text = `package p\r\n\r\n${M('a')} \r\n\r\nvar x = 1\r\n`;
    const [marker] = collectRbacMarkers({ path: 'a.go', text, mode: 0o644 });
    expect(text.slice(marker?.start, marker?.end)).toBe(M('a'));
  });

  it('gives markers in the order of the text', () => {
    const text = `package p\n\ntype (\n\t${M('a')}\n\n\tT int\n)\n\n${M('b')}\n\nvar x = 1\n\n${M('c')}\n`;
    expect(groupsOf(text).seen).toEqual(['a', 'b', 'c']);
  });
});
