import { describe, expect, test } from 'vitest';
import { removeItem } from './item-removal.ts';
import { parseYaml, seqAt } from './yaml-file.ts';

/** The text without one item of `list`. */
function without(text: string, index: number): string {
  const file = parseYaml({ path: 'a.yaml', text, mode: 0o644 });
  const list = seqAt(file.documents[0]?.contents, ['list']);
  if (!list) throw new Error('no list');
  const { start, end } = removeItem(file, list, index);
  return text.slice(0, start) + text.slice(end);
}

const lines = (...parts: readonly string[]) => parts.map((part) => `${part}\n`).join('');

describe('removeItem', () => {
  const three = lines('list:', '- name: a', '  x: 1', '- name: b', '  y: [2]', '- name: c', 'z: 3');

  test.each([
    [0, lines('list:', '- name: b', '  y: [2]', '- name: c', 'z: 3')],
    [1, lines('list:', '- name: a', '  x: 1', '- name: c', 'z: 3')],
    [2, lines('list:', '- name: a', '  x: 1', '- name: b', '  y: [2]', 'z: 3')],
  ])('takes item %i with its lines', (index, expected) => {
    expect(without(three, index)).toBe(expected);
    expect(without(three.replaceAll('\n', '\r\n'), index)).toBe(expected.replaceAll('\n', '\r\n'));
  });

  test('its comments go with it: those above at its column, those below inside of it, those beside', () => {
    const text = lines(
      'list:',
      '  - name: a',
      '    # - of a',
      '  # about b',
      '  # more about b',
      '  - name: b # beside b',
      '    args:',
      '    - x',
      '    # - switched off in b',
      '  # about c',
      '  - name: c',
    );
    expect(without(text, 1)).toBe(
      lines('list:', '  - name: a', '    # - of a', '  # about c', '  - name: c'),
    );
  });

  test('blank lines do not pile up', () => {
    expect(without(lines('list:', '- name: a', '', '- name: b', '', '- name: c'), 1)).toBe(
      lines('list:', '- name: a', '', '- name: c'),
    );
    expect(without(lines('list:', '- name: a', '- name: b', '', '- name: c'), 1)).toBe(
      lines('list:', '- name: a', '', '- name: c'),
    );
  });

  test('a last item without a newline', () => {
    expect(without('list:\n- name: a\n- name: b', 1)).toBe('list:\n- name: a\n');
  });

  test('an item that ends with a block scalar', () => {
    expect(without(lines('list:', '- a: |', '    # text', '    --x', '- name: b'), 0)).toBe(
      lines('list:', '- name: b'),
    );
  });

  test.each([
    [0, 'list: [{b: [2]}, {c: 3}] # all\n'],
    [1, 'list: [{a: 1}, {c: 3}] # all\n'],
    [2, 'list: [{a: 1}, {b: [2]}] # all\n'],
  ])('item %i between brackets', (index, expected) => {
    expect(without('list: [{a: 1}, {b: [2]}, {c: 3}] # all\n', index)).toBe(expected);
  });

  test('the only item, or one that is not there, is a fault of the caller', () => {
    expect(() => without('list:\n- name: a\n', 0)).toThrow(RangeError);
    expect(() => without(three, 3)).toThrow(RangeError);
  });
});
