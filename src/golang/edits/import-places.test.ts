import { describe, expect, it } from 'vitest';
import { goFile } from '../../../test/setup/go-files.ts';
import { affinity, groupFor, isStandard } from './import-affinity.ts';
import { bestSlot, slotsOf } from './import-slots.ts';
import { customaryName, importSpecs } from './import-specs.ts';

/** A file with these lines between the brackets of its import declaration. */
function importing(...lines: readonly string[]) {
  return goFile(
    `package main\n\nimport (\n${lines.map((line) => (line === '' ? '' : `\t${line}`)).join('\n')}\n)\n`,
  );
}

describe('importSpecs', () => {
  it('are given in order, with path, alias and declaration', () => {
    const file = goFile('package main\n\nimport "a"\n\nimport (\n\tx "b"\n\t. "c"\n\t_ "d"\n\t`e`\n)\n');
    expect(importSpecs(file).map(({ path, alias }) => `${alias} ${path}`)).toEqual([
      'undefined a',
      'x b',
      '. c',
      '_ d',
      'undefined e',
    ]);
    expect(new Set(importSpecs(file).map(({ declaration }) => declaration.startIndex)).size).toBe(2);
  });

  it('are none in a file without imports', () => {
    expect(importSpecs(goFile('package main\n'))).toEqual([]);
  });
});

describe('customaryName', () => {
  it.each([
    ['os', 'os'],
    ['k8s.io/api/core/v1', 'core'],
    ['example.org/flags', 'flags'],
    ['example.org/go-flags', 'flags'],
    ['example.org/flags-go', 'flags'],
    ['gopkg.in/ini.v1', 'ini'],
    ['example.org/my-flags/v3', 'my_flags'],
  ])('of %s is %s', (path, name) => {
    expect(customaryName(path)).toBe(name);
  });
});

describe('affinity', () => {
  it.each([
    ['k8s.io/api/core/v1', 'k8s.io/api/apps/v1', 2],
    ['k8s.io/api', 'sigs.k8s.io/api', 0],
    ['github.com/one/x', 'github.com/two/x', 0],
    ['github.com/one/x', 'github.com/one/y', 1],
    ['os', 'os', 1],
  ])('of %s and %s is %i', (a, b, count) => {
    expect(affinity(a, b)).toBe(count);
  });

  it('knows the standard library', () => {
    expect(isStandard({ path: 'net/http' })).toBe(true);
    expect(isStandard({ path: 'example.org/http' })).toBe(false);
  });
});

describe('groupFor', () => {
  const specs = importSpecs(
    importing(
      '"os"',
      '',
      '_ "k8s.io/auth"',
      '',
      '"k8s.io/klog"',
      '"example.org/x"',
      '',
      '"github.com/acme/a"',
      '"github.com/acme/b"',
    ),
  );
  const groups = [specs.slice(0, 1), specs.slice(1, 2), specs.slice(2, 4), specs.slice(4)];
  const indexFor = (path: string) => {
    const found = groupFor(groups, { path });
    return found ? groups.indexOf(found) : -1;
  };

  it.each([
    ['fmt', 0],
    ['k8s.io/api', 2],
    ['github.com/acme/c', 3],
    ['github.com/other/c', 2],
    ['example.net/z', 2],
  ])('of %s is number %i', (path, index) => {
    expect(indexFor(path)).toBe(index);
  });

  it('is none where no group is of its kind', () => {
    expect(groupFor(groups.slice(0, 2), { path: 'example.org/x' })).toBeUndefined();
    expect(groupFor([], { path: 'os' })).toBeUndefined();
  });
});

describe('slots', () => {
  const lineOf = (file: ReturnType<typeof goFile>, path: string) => {
    const specs = importSpecs(file);
    const slot = bestSlot(slotsOf(file, specs, specs), path);
    return slot && file.text.slice(0, slot.offset).split('\n').length;
  };

  it('are above the first and below each', () => {
    const file = importing('"a"', '"c"', '"e"');
    expect(slotsOf(file, importSpecs(file), importSpecs(file))).toHaveLength(4);
    expect([lineOf(file, '0'), lineOf(file, 'b'), lineOf(file, 'd'), lineOf(file, 'f')]).toEqual([
      4, 5, 6, 7,
    ]);
  });

  it('keep comments with what they head', () => {
    const file = importing('// first', '"b"', '// second', '"d"');
    expect(lineOf(file, 'a')).toBe(4);
    expect(lineOf(file, 'c')).toBe(6);
    expect(lineOf(file, 'e')).toBe(8);
  });

  it('are beside the nearest relatives when several fit', () => {
    const file = importing('"example.org/a"', '// then', '"k8s.io/a"', '// then', '"example.org/b"');
    expect(lineOf(file, 'k8s.io/c')).toBe(7);
  });

  it('end an unsorted group', () => {
    const file = importing('"z"', '"y"', '"x"');
    expect(lineOf(file, 'w')).toBe(4);
    expect(lineOf(importing('"b"', '"a"', '"z"', '"c"'), 'q')).toBeGreaterThan(4);
  });

  it('are none in no group', () => {
    expect(slotsOf(importing('"a"'), [], [])).toEqual([]);
    expect(bestSlot([], 'a')).toBeUndefined();
  });
});
