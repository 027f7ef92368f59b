import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { parseGoMod } from './go-mod.ts';
import { knownVersion } from './go-sum.ts';

const PFLAG = 'github.com/spf13/pflag';

function known(files: Record<string, string>, goMod = 'go.mod'): string | undefined {
  const module = parseGoMod({ path: goMod, text: 'module x\n', mode: 0o644 });
  return knownVersion(memoryRepository(files), module, PFLAG);
}

describe('knownVersion', () => {
  it('is the highest version whose content go.sum knows', () => {
    const sum = [
      `${PFLAG} v1.0.5 h1:a=`,
      `${PFLAG} v1.0.10 h1:b=`,
      `${PFLAG} v1.0.9 h1:c=`,
      `${PFLAG} v1.1.0/go.mod h1:d=`,
      `${PFLAG}extra v2.0.0 h1:e=`,
    ].join('\n');
    expect(known({ 'go.sum': sum })).toBe('v1.0.10');
  });

  it('prefers a release to its prerelease', () => {
    expect(
      known({ 'go.sum': `${PFLAG} v1.0.6 h1:a=\n${PFLAG} v1.0.6-0.20210604193023-d5e0c0615ace h1:b=\n` }),
    ).toBe('v1.0.6');
    expect(known({ 'go.sum': `${PFLAG} v1.0.6-rc.1 h1:a=\n${PFLAG} v1.0.6-rc.2 h1:b=\n` })).toBe(
      'v1.0.6-rc.2',
    );
  });

  it('is the vendored one where there is one', () => {
    const files = {
      'vendor/modules.txt': `# ${PFLAG} v1.0.5\n## explicit\n`,
      'go.sum': `${PFLAG} v1.0.7 h1:a=\n`,
    };
    expect(known(files)).toBe('v1.0.5');
  });

  it('looks beside go.mod', () => {
    expect(known({ 'sub/go.sum': `${PFLAG} v1.0.7 h1:a=\n` }, 'sub/go.mod')).toBe('v1.0.7');
    expect(known({ 'go.sum': `${PFLAG} v1.0.7 h1:a=\n` }, 'sub/go.mod')).toBeUndefined();
  });

  it('is undefined where nothing tells', () => {
    expect(known({})).toBeUndefined();
    expect(known({ 'go.sum': `${PFLAG} v1.0.7/go.mod h1:a=\n` })).toBeUndefined();
  });
});
