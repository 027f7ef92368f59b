import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';

describe('redact hides', () => {
  it.each([
    ['https://user:hunter2@example.org/x.git', 'https://***@example.org/x.git'],
    ['https://x-access-token@example.org', 'https://***@example.org'],
    ['a ghp_0123456789abcdefghij b', 'a *** b'],
    ['github_pat_11ABCDEFG0123456789_abc', '***'],
    ['glpat-0123456789abcdefghij', '***'],
    ['AKIAABCDEFGHIJKLMNOP', '***'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLWl0', '***'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer ***'],
  ])('%s', (text, shown) => {
    expect(redact(text, {})).toBe(shown);
  });

  it('values of variables that are named like secrets, however they are spelled', () => {
    const environment = { GITHUB_TOKEN: 's3cret/value+x', HOME: '/nowhere', NPM_TOKEN: 'short' };
    const spelled = ['s3cret/value+x', 'czNjcmV0L3ZhbHVlK3g=', 'czNjcmV0L3ZhbHVlK3g', 's3cret%2Fvalue%2Bx'];
    expect(redact(spelled.join(' '), environment)).toBe('*** *** *** ***');
    expect(redact('/nowhere short', environment)).toBe('/nowhere short');
  });

  it('the longer of two values of which one holds the other', () => {
    expect(redact('12345678-90', { A_TOKEN: '12345678', B_TOKEN: '12345678-90' })).toBe('***');
  });
});

describe('redact leaves', () => {
  it.each([
    'https://example.org/a@v1.2.3',
    'git@example.org:owner/name.git',
    'authorization:\n  credentials: {name: x}',
    'with a bearer token, from a ServiceAccount',
    'TOKEN_FILE=/var/run/secrets/token',
    'sigs.k8s.io/controller-runtime@v0.22.4',
  ])('%s', (text) => {
    expect(redact(text, { TOKEN_FILE: '/var/run/secrets/token' })).toBe(text);
  });

  it('is quick on long text', () => {
    const start = performance.now();
    for (const text of ['a://'.repeat(50_000), 'eyJ'.repeat(50_000), 'ghp_'.repeat(50_000)]) redact(text, {});
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
