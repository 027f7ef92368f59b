import { describe, expect, it } from 'vitest';
import { compareTags, isPrerelease, isSameMinor, parseTag } from './tag.ts';

function tag(name: string) {
  const parsed = parseTag(name);
  if (!parsed) throw new Error(`${name} has no numbers`);
  return parsed;
}

describe('parseTag', () => {
  it.each([
    ['v1.16.1', 'v', [1, 16, 1], ''],
    ['6.5.0', '', [6, 5, 0], ''],
    ['scaler-1.30.7', 'scaler-', [1, 30, 7], ''],
    ['api/v1.14.0', 'api/v', [1, 14, 0], ''],
    ['v1.19.4-1', 'v', [1, 19, 4], '-1'],
    ['v1.22.2.0-prod', 'v', [1, 22, 2, 0], '-prod'],
    ['v4_4_3', 'v', [4, 4, 3], ''],
    ['v1.9.0-beta.0', 'v', [1, 9, 0], '-beta.0'],
  ])('reads %s', (name, prefix, numbers, suffix) => {
    expect(parseTag(name)).toEqual({ name, prefix, numbers, suffix });
  });

  it.each(['main', '086d3c33b3981cf598d0d82336a907fcf5c4c848', '1234567', ''])(
    'takes %j for no release',
    (name) => {
      expect(parseTag(name)).toBeUndefined();
    },
  );
});

describe('tags', () => {
  it('are ordered by their numbers, pre-releases before their release, further builds after it', () => {
    const names = ['v1.10.0', 'v1.9.10', 'v1.9.9', 'v1.9.9-10', 'v1.9.9-2', 'v1.9.9-rc.1', 'v1.9.9-rc.0'];
    const sorted = names.map(tag).sort((one, other) => compareTags(one, other) ?? 0);
    expect(sorted.map(({ name }) => name)).toEqual([
      'v1.9.9-rc.0',
      'v1.9.9-rc.1',
      'v1.9.9',
      'v1.9.9-2',
      'v1.9.9-10',
      'v1.9.10',
      'v1.10.0',
    ]);
  });

  it('of another series cannot be compared', () => {
    expect(compareTags(tag('v1.0.0'), tag('api/v1.0.0'))).toBeUndefined();
    expect(isSameMinor(tag('v1.0.1'), tag('api/v1.0.0'))).toBe(false);
    expect(isSameMinor(tag('v1.0.1'), tag('v1.0.9'))).toBe(true);
    expect(isSameMinor(tag('v1.0.1'), tag('v1.1.1'))).toBe(false);
  });

  it('that come before a release are told by their words', () => {
    const before = ['v1.0.0-rc.1', 'v1.0.0-alpha', 'v1.0.0-beta.2', 'v1.0.0rc1', 'v2.0.0-dev.3'];
    expect(before.map((name) => isPrerelease(tag(name)))).toEqual([true, true, true, true, true]);
    expect(['v1.0.0-1', 'v1.0.0-prod', 'v1.0.0-eks.2'].some((name) => isPrerelease(tag(name)))).toBe(false);
  });
});
