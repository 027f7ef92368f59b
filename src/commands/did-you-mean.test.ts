import { describe, expect, it } from 'vitest';
import { didYouMean } from './did-you-mean.ts';

const words = ['check', 'verify', 'undo', 'pull-request', 'port'];

describe('didYouMean', () => {
  it.each([
    ['chekc', 'check'],
    ['chec', 'check'],
    ['pull-requests', 'pull-request'],
    ['pullrequest', 'pull-request'],
    ['undoo', 'undo'],
    ['por', 'port'],
  ])('%s: %s', (written, meant) => {
    expect(didYouMean(written, words, '--')).toBe(`Did you mean --${meant}? `);
  });

  it.each(['', 'x', 'frobnicate', './repo', 'ufdx'])('has no idea of %j', (written) => {
    expect(didYouMean(written, words)).toBe('');
  });
});
