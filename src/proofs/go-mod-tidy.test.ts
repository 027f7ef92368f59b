import { describe, expect, it } from 'vitest';
import { firstChange, missingOwnPackage } from './go-mod-tidy.ts';

const module = { file: 'go.mod' };
const goMod = (requirements: string) => `module x\n\ngo 1.24\n\nrequire (\n${requirements})\n`;
const change = (before: string, after: string, sums: [string | undefined, string | undefined] = ['s', 's']) =>
  firstChange(module, { mod: before, sum: sums[0] }, { mod: after, sum: sums[1] }, 'go.sum');

describe('firstChange', () => {
  it('is nothing where nothing changes', () => {
    expect(change(goMod(''), goMod(''))).toBeUndefined();
  });

  it('names the line of go.mod, and whether a direct requirement is concerned', () => {
    const indirect = '\texample.org/a v1.0.0 // indirect\n';
    expect(change(goMod(indirect), goMod(''))).toEqual({
      file: 'go.mod',
      line: 6,
      direct: false,
      reason: 'go mod tidy changes 1 line(s) of go.mod: -example.org/a v1.0.0 // indirect',
    });
    expect(change(goMod(indirect), goMod('\texample.org/a v1.0.0\n'))).toMatchObject({
      line: 6,
      direct: true,
      reason:
        'go mod tidy changes 2 line(s) of go.mod: +example.org/a v1.0.0, -example.org/a v1.0.0 // indirect',
    });
  });

  it('names the line of go.sum', () => {
    expect(change(goMod(''), goMod(''), ['a\nc\n', 'a\nb\nc\n'])).toEqual({
      file: 'go.sum',
      line: 2,
      direct: false,
      reason: 'go mod tidy changes 1 line(s) of go.sum: +b',
    });
  });
});

describe('missingOwnPackage', () => {
  const said = (path: string) => `go: finding module for package ${path}\ngo: example.org/x imports ${path}`;

  it('is a package below the module', () => {
    expect(missingOwnPackage(said('example.org/x/mocks'), 'example.org/x')).toBe('example.org/x/mocks');
    expect(missingOwnPackage(said('example.org/xy/mocks'), 'example.org/x')).toBeUndefined();
    expect(missingOwnPackage('go: example.org/x imports example.org/x/a', 'example.org/x')).toBeUndefined();
  });
});
