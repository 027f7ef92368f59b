import { describe, expect, it } from 'vitest';
import { isMap } from 'yaml';
import { pairOf, parseYaml } from '../kubernetes/yaml-file.ts';
import { applyEdits } from '../repository/edits.ts';
import { lineBehind } from './line-behind.ts';

/** The text with lines behind the pair `port` of its top-level mapping. */
function behindPort(text: string, ...lines: string[]): string {
  const file = parseYaml({ path: 'a.yaml', text, mode: 0o644 });
  const root = file.documents[0]?.contents;
  if (!isMap(root)) throw new Error('no mapping');
  return applyEdits(file, [lineBehind(file, pairOf(root, 'port'), lines, { step: 's', reason: 'r' })]);
}

describe('lineBehind', () => {
  it('inserts at the indentation of the key', () => {
    expect(behindPort('  port: 1\n  name: x\n', 'a: b', 'c:', '  d: e')).toBe(
      '  port: 1\n  a: b\n  c:\n    d: e\n  name: x\n',
    );
  });

  it('inserts behind a comment on the line', () => {
    expect(behindPort('port: 1 # why\nname: x\n', 'a: b')).toBe('port: 1 # why\na: b\nname: x\n');
  });

  it('keeps CRLF', () => {
    expect(behindPort('port: 1\r\nname: x\r\n', 'a: b')).toBe('port: 1\r\na: b\r\nname: x\r\n');
  });

  it('keeps a last line without an ending', () => {
    expect(behindPort('name: x\nport: 1', 'a: b')).toBe('name: x\nport: 1\na: b');
  });

  it('adds pairs to a flow mapping', () => {
    expect(behindPort('{port: 1, name: x}\n', 'a: b', 'c: d')).toBe('{port: 1, a: b, c: d, name: x}\n');
  });
});
