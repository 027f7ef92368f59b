import { describe, expect, test } from 'vitest';
import { isMap } from 'yaml';
import { readContainer } from './container.ts';
import { parseYaml } from './yaml-file.ts';

function container(text: string) {
  const file = parseYaml({ path: 'a.yaml', text, mode: 0o644 });
  const [document] = file.documents;
  if (!document || !isMap(document.contents)) throw new Error('no mapping');
  const inner = document.contents.get('container');
  return { text, read: readContainer(document, isMap(inner) ? inner : document.contents, 0) };
}

describe('readContainer', () => {
  test('names, lists and ports', () => {
    const { read } = container(`name: manager
image: controller:latest
command: [/manager]
args:
- --leader-elect
- "--v=2"
ports:
- containerPort: 9443
  name: webhook-server
- containerPort: "8081"
`);
    expect(read.name).toBe('manager');
    expect(read.image).toBe('controller:latest');
    expect(read.command?.items.map((item) => item.value)).toEqual(['/manager']);
    expect(read.args?.items.map((item) => item.value)).toEqual(['--leader-elect', '--v=2']);
    expect(read.ports.map((port) => [port.number, port.name])).toEqual([
      [9443, 'webhook-server'],
      [8081, undefined],
    ]);
  });

  test('the range of an item is its scalar with quotes, also behind a dash of its own', () => {
    const { text, read } = container('args:\n- --a=1 # why\n- "--b"\n- \'-c\'\n- 8443\n');
    const slices = read.args?.items.map((item) => text.slice(item.start, item.end));
    expect(slices).toEqual(['--a=1', '"--b"', "'-c'", '8443']);
    expect(read.args?.items.map((item) => item.style)).toEqual(['plain', 'double', 'single', 'plain']);
    expect(read.args?.items[3]?.value).toBe('8443');
  });

  test('block scalars are told apart', () => {
    const { read } = container('args:\n- |\n  exec /manager\n');
    expect(read.args?.items[0]?.style).toBe('block');
    expect(read.args?.items[0]?.value).toBe('exec /manager\n');
  });

  test('an absent or empty list is undefined', () => {
    expect(container('name: a\n').read.args).toBeUndefined();
    expect(container('args:\nname: a\n').read.args).toBeUndefined();
    expect(container('args: []\n').read.args?.items).toEqual([]);
  });

  test('an alias is followed; a list that one container uses is not shared', () => {
    const { read } = container('x: &list\n- --a\ncontainer:\n  args: *list\n');
    expect(read.args?.items.map((item) => item.value)).toEqual(['--a']);
    expect(read.args?.shared).toBe(false);
  });

  test('a list behind two aliases is shared', () => {
    const { read } = container('x: &list\n- --a\ncontainer:\n  args: *list\nother: *list\n');
    expect(read.args?.shared).toBe(true);
  });

  test('merge keys are followed', () => {
    const { read } = container('x: &base\n  args: [--a]\ncontainer:\n  <<: *base\n  name: b\n');
    expect(read.args?.items.map((item) => item.value)).toEqual(['--a']);
  });

  test('an own key wins over a merged one', () => {
    const { read } = container('x: &base\n  args: [--a]\ncontainer:\n  <<: *base\n  args: [--b]\n');
    expect(read.args?.items.map((item) => item.value)).toEqual(['--b']);
  });

  test('anchors and aliases among the items', () => {
    const { read } = container('args:\n- &one --a\n- *one\n');
    expect(read.args?.items.map((item) => [item.value, item.style, item.anchored])).toEqual([
      ['--a', 'plain', true],
      ['--a', 'alias', false],
    ]);
  });
});
