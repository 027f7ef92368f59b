import { describe, expect, test } from 'vitest';
import { applyEdits } from '../repository/edits.ts';
import { becomeList } from './become-list.ts';
import { readContainer } from './container.ts';
import { editOf } from './splice.ts';
import { mapAt, parseYaml } from './yaml-file.ts';

function become(text: string, ...wanted: readonly string[]): string {
  const file = parseYaml({ path: 'a.yaml', text, mode: 0o644 });
  const [document] = file.documents;
  const node = mapAt(document?.contents, []);
  const list = document && node && readContainer(document, node, 0).args;
  if (!list) throw new Error('no args');
  const items = wanted.map((value) => ({ value, text: JSON.stringify(value) }));
  const why = { step: 's', reason: 'r' };
  return applyEdits(
    file,
    becomeList(file, list, items).map((splice) => editOf(file, splice, why)),
  );
}

describe('becomeList', () => {
  test.each([
    ['before the first', 'args:\n- --b\n', ['--a', '--b'], 'args:\n- --a\n- --b\n'],
    ['behind the last', 'args:\n  - "--a"\n', ['--a', '--b'], 'args:\n  - "--a"\n  - "--b"\n'],
    ['between', "args:\n- '--a'\n- '--c'\n", ['--a', '--b', '--c'], "args:\n- '--a'\n- '--b'\n- '--c'\n"],
    ['in the place of another', 'args:\n- --a # why\n- --c\n', ['--b', '--c'], 'args:\n- --b # why\n- --c\n'],
    ['fewer', 'args:\n- --a\n- --b\n- --c\n', ['--a', '--c'], 'args:\n- --a\n- --c\n'],
    ['in brackets', 'args: [--b]\n', ['--a', '--b', '--c'], 'args: [--a, --b, --c]\n'],
    ['into an empty list', 'args: []\n', ['--a'], 'args: ["--a"]\n'],
    ['the same', 'args:\n- --a\n', ['--a'], 'args:\n- --a\n'],
    ['with CRLF', 'args:\r\n- --b\r\n', ['--a', '--b'], 'args:\r\n- --a\r\n- --b\r\n'],
  ])('%s', (_, text, wanted, expected) => {
    expect(become(text, ...wanted)).toBe(expected);
  });

  test('keeps the quotes of what would mean something else without them', () => {
    expect(become('args:\n- --a\n', '--a', '--b=x: y', '--c=${X:=1}')).toBe(
      'args:\n- --a\n- "--b=x: y"\n- "--c=${X:=1}"\n',
    );
  });
});
