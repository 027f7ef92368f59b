import { describe, expect, it } from 'vitest';
import { proofIds } from '../proofs/evidence.ts';
import { parseCommandLine } from './command-line.ts';
import { proofOptions } from './proving.ts';

function optionsOf(...argv: readonly string[]) {
  const { values } = parseCommandLine(['verify', 'repository', ...argv]);
  const { live, build, require, env, cache } = proofOptions(values, [], () => undefined);
  return { live, build, require: [...require], env, cache };
}

describe('proofOptions', () => {
  it('asks for what is cheap, and believes the cache', () => {
    expect(optionsOf()).toEqual({ live: false, build: false, require: [], env: [], cache: true });
  });

  it('builds for --live, and for a required proof that needs it', () => {
    expect(optionsOf('--live')).toMatchObject({ live: true, build: true });
    expect(optionsOf('--require', 'vet')).toMatchObject({ live: false, build: true, require: ['vet'] });
    expect(optionsOf('--require', 'go-format,live')).toMatchObject({
      live: true,
      require: ['go-format', 'live'],
    });
  });

  it('takes all for whatever is asked for anyway', () => {
    expect(optionsOf('--require', 'all')).toMatchObject({
      live: false,
      build: false,
      require: [...proofIds],
    });
  });

  it('passes variables on one by one', () => {
    expect(optionsOf('--env', 'GOPRIVATE', '--env', 'TOKEN', '--no-cache')).toMatchObject({
      env: ['GOPRIVATE', 'TOKEN'],
      cache: false,
    });
  });

  it('refuses a proof that there is not, and names all', () => {
    expect(() => optionsOf('--require', 'nothing')).toThrow('--require names no proof "nothing"');
  });

  it('needs --verify to migrate with proofs', () => {
    expect(() => parseCommandLine(['migrate', 'repository', '--live'])).toThrow('--live needs --verify');
    expect(parseCommandLine(['migrate', 'repository', '--verify', '--live']).values.live).toBe(true);
  });
});
