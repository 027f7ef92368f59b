import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testdir } from '../../test/setup/testdir.ts';
import { failed, ownJudgement, passed } from './evidence.ts';
import { evidenceCache, fingerprintOf } from './evidence-cache.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diag-codemod-cache-'));
  vi.stubEnv('DIAG_CODEMOD_CACHE', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const vetted = [passed('vet', '.', ownJudgement)];

describe('evidenceCache', () => {
  it('gives back what passed, and says that it is old', () => {
    evidenceCache(['a', 'b']).write('vet', vetted);
    expect(evidenceCache(['a', 'b']).read('vet')).toEqual([{ ...vetted[0], cached: true }]);
  });

  it('knows nothing of another input, another split of it, or another proof', () => {
    evidenceCache(['ab', 'c']).write('vet', vetted);
    expect(evidenceCache(['ab', 'd']).read('vet')).toBeUndefined();
    expect(evidenceCache(['a', 'bc']).read('vet')).toBeUndefined();
    expect(evidenceCache(['ab', 'c']).read('build')).toBeUndefined();
  });

  it('keeps no failure, nothing that has a remark, and no empty answer', () => {
    const cache = evidenceCache(['a']);
    cache.write('vet', [...vetted, failed('vet', '.', ownJudgement, 'no')]);
    cache.write('go-mod-tidy', [passed('go-mod-tidy', '.', ownJudgement, { reason: 'still to be run' })]);
    cache.write('build', []);
    expect([cache.read('vet'), cache.read('go-mod-tidy'), cache.read('build')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('does not believe a broken file', () => {
    evidenceCache(['a']).write('vet', vetted);
    const [name = ''] = readdirSync(join(folder, 'evidence'));
    writeFileSync(join(folder, 'evidence', name), '[{"proof": "build"}]');
    expect(evidenceCache(['a']).read('vet')).toBeUndefined();
  });
});

describe('fingerprintOf', () => {
  it('changes with a byte, a path and a mode', () => {
    const of = (files: Record<string, string>, mode = 0o644) =>
      fingerprintOf(testdir(files), Object.keys(files), () => mode);
    const known = of({ a: '1' });
    expect(of({ a: '1' })).toBe(known);
    expect([of({ a: '2' }), of({ b: '1' }), of({ a: '1' }, 0o755)]).not.toContain(known);
  });
});
