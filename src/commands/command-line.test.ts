import { describe, expect, it } from 'vitest';
import { ProblemError } from '../repository/problem.ts';
import { parseCommandLine, parseLeniently } from './command-line.ts';
import { settle } from './settings.ts';

function problemOf(...argv: string[]) {
  try {
    parseCommandLine(argv);
  } catch (error) {
    if (error instanceof ProblemError) return { kind: error.kind, ...error.problem };
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('parseCommandLine', () => {
  it('takes migrate for the command when none is named', () => {
    expect(parseCommandLine(['./repo'])).toMatchObject({ command: 'migrate', operand: './repo' });
    expect(parseCommandLine(['migrate', './repo'])).toMatchObject({ command: 'migrate', operand: './repo' });
  });

  it.each(['check', 'undo'])('knows %s', (command) => {
    expect(parseCommandLine([command, 'repo'])).toMatchObject({ command, operand: 'repo' });
  });

  it('takes a directory that is called like a command when it is written as a path', () => {
    expect(parseCommandLine(['./check'])).toMatchObject({ command: 'migrate', operand: './check' });
    expect(parseCommandLine(['migrate', 'check'])).toMatchObject({ command: 'migrate', operand: 'check' });
  });

  it('takes options before and after the repository', () => {
    expect(parseCommandLine(['--dry-run', 'repo', '--port=9443']).values).toMatchObject({
      'dry-run': true,
      port: '9443',
    });
  });

  it('lets explain go without an id', () => {
    expect(parseCommandLine(['explain'])).toMatchObject({ command: 'explain', operand: undefined });
    expect(parseCommandLine(['explain', 'go-mod'])).toMatchObject({ operand: 'go-mod' });
  });

  it('answers help and version, whatever else is there', () => {
    expect(parseCommandLine(['--help']).command).toBe('help');
    expect(parseCommandLine(['help']).command).toBe('help');
    expect(parseCommandLine(['check', '--help']).command).toBe('help');
    expect(parseCommandLine(['check', '--help']).operand).toBe('check');
    expect(parseCommandLine(['help', 'undo']).operand).toBe('undo');
    expect(parseCommandLine(['./repo', '--help']).operand).toBeUndefined();
    expect(parseCommandLine(['--version']).command).toBe('version');
  });
});

describe('parseCommandLine refuses', () => {
  it.each([
    ['nothing', [], 'no-repository'],
    ['an empty repository', [''], 'no-repository'],
    ['check of nothing', ['check'], 'no-repository'],
    ['two repositories', ['a', 'b'], 'too-many-operands'],
    ['an unknown option', ['a', '--frobnicate'], 'wrong-option'],
    ['a value for a switch', ['a', '--dry-run=yes'], 'wrong-option'],
    ['an option without its value', ['a', '--port'], 'wrong-option'],
    ['an option of another command', ['check', 'a', '--dry-run'], 'misplaced-option'],
    ['--exit-code without --dry-run', ['a', '--exit-code'], 'misplaced-option'],
    ['an unknown format', ['a', '--format', 'xml'], 'wrong-value'],
    ['completion for no shell', ['completion'], 'wrong-value'],
    ['completion for a shell that it does not know', ['completion', 'csh'], 'wrong-value'],
  ])('%s', (_name, argv, code) => {
    expect(problemOf(...argv)).toMatchObject({ kind: 'usage', code });
  });

  it.each([
    [['a', '--formt=json'], 'Did you mean --format? See'],
    [['a', '--frobnicate'], 'See'],
    [['chekc', 'a'], 'Did you mean check? See'],
    [['check', 'chekc', 'a'], 'See'],
  ])('%j: %s', (argv, hint) => {
    expect(problemOf(...argv).hint).toBe(`${hint} diag-codemod --help.`);
  });

  it.each([
    ['--push elsewhere', ['a', '--push']],
    ['--into without --open', ['pull-request', 'a', '--into', 'o/r', '--push']],
    ['--reopen without --open', ['pull-request', 'a', '--reopen']],
    ['--api-url without --push or --open', ['pull-request', 'a', '--api-url', 'https://x']],
    ['--tidy and --no-tidy', ['pull-request', 'a', '--tidy', '--no-tidy']],
    ['--verify and --no-verify', ['pull-request', 'a', '--verify', '--no-verify']],
    ['--build without proofs', ['pull-request', 'a', '--build', '--no-verify']],
  ])('%s', (_name, argv) => {
    expect(problemOf(...argv)).toMatchObject({ kind: 'usage', code: 'misplaced-option' });
  });

  it.each([
    ['reports that mix on the stream', ['a', '--format', 'json', '--format', 'text']],
    ['reports in one file', ['a', '--format', 'json', '--output', 'x', '--format', 'text', '--output', 'x']],
    ['an unknown format among others', ['a', '--format', 'json', '--format', 'xml', '--output', 'x']],
  ])('%s', (_name, argv) => {
    expect(problemOf(...argv)).toMatchObject({ kind: 'usage', code: 'wrong-value' });
  });
});

describe('parseLeniently', () => {
  it('finds the format of a command line that is wrong', () => {
    expect(parseLeniently(['--frobnicate', '--format', 'json', 'a', 'b']).format).toBe('json');
    expect(parseLeniently(['--format=json', 'verify', '--live']).format).toBe('json');
  });
});

describe('settle', () => {
  it('has defaults', () => {
    expect(settle({}, {})).toEqual({
      enabled: true,
      allowDirty: false,
      migration: {
        only: [],
        skip: [],
        managers: [],
        skipRefused: false,
        keepFlags: false,
        style: 'auto',
        port: undefined,
      },
    });
  });

  it('takes the configuration, and lets the command line win', () => {
    const config = { only: ['a'], style: 'kubebuilder', port: 9443, manager: ['cmd'], keepFlags: true };
    const { migration } = settle({ style: 'diagnostics', port: '8443', only: ['b,c', 'd'] }, config);
    expect(migration).toMatchObject({
      only: ['b', 'c', 'd'],
      style: 'diagnostics',
      port: 8443,
      managers: ['cmd'],
      keepFlags: true,
    });
  });

  it.each([
    { port: '0' },
    { port: '65536' },
    { port: '1e3' },
    { port: '-1' },
    { port: '' },
    { style: 'own' },
  ])('refuses %j', (values) => {
    expect(() => settle(values, {})).toThrow(ProblemError);
  });
});
