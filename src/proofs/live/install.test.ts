import { describe, expect, it } from 'vitest';
import { missingKinds, withoutConversion } from './install.ts';

describe('missingKinds', () => {
  it('finds each kind once, in plain text and in JSON logs', () => {
    const output = [
      'no matches for kind "Provider" in version "example.org/v1alpha3"',
      '{"error":"no matches for kind \\"Provider\\" in version \\"example.org/v1alpha3\\""}',
      'no matches for kind "Other" in version "b.example.org/v1"',
    ].join('\n');
    expect(missingKinds(output)).toEqual([
      { kind: 'Provider', group: 'example.org', version: 'v1alpha3' },
      { kind: 'Other', group: 'b.example.org', version: 'v1' },
    ]);
  });
});

describe('missingKinds of a group that is not served', () => {
  it('knows the group alone', () => {
    const output = 'other.example.org/v1: no matches for other.example.org/v1, Resource="}';
    expect(missingKinds(output)).toEqual([
      { kind: 'Placeholder', group: 'other.example.org', version: 'v1' },
    ]);
  });
});

describe('withoutConversion', () => {
  it('takes out spec.conversion, and nothing else', () => {
    const crd =
      'spec:\n  conversion:\n    strategy: Webhook\n    webhook:\n      x: 1\n  group: a\n  versions: []\n';
    expect(withoutConversion(crd)).toBe('spec:\n  group: a\n  versions: []\n');
    expect(withoutConversion('spec:\n  group: a\n')).toBe('spec:\n  group: a\n');
  });
});
