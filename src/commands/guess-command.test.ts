import { describe, expect, it } from 'vitest';
import { guessCommand } from './guess-command.ts';

const nothing = { command: 'diag-codemod', operand: undefined };

describe('what a wrong command line was about', () => {
  it.each([
    [['./r', '--frobnicate'], { command: 'migrate', operand: './r' }],
    [['check', '--format', 'xml', './r'], { command: 'check', operand: './r' }],
    [['verify', './r', '--output'], { command: 'verify', operand: './r' }],
    [['explain', 'no-such-topic'], { command: 'explain', operand: undefined }],
    [['summary', 'a.jsonl'], { command: 'summary', operand: undefined }],
    [['check'], { command: 'check', operand: undefined }],
  ])('%j', (argv, expected) => {
    expect(guessCommand(argv)).toEqual(expected);
  });

  it.each([
    ['two that could be it', ['./r', './s']],
    ['the value of an option that nobody knows', ['--frobnicate', 'x', './r']],
    ['nothing', []],
    ['options alone', ['--frobnicate']],
  ])('is not guessed from %s', (_, argv) => {
    expect(guessCommand(argv)).toEqual(nothing);
  });
});
