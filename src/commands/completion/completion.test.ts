import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { testdir } from '../../../test/setup/testdir.ts';
import { toolsAreRequired } from '../../../test/tools/required.ts';
import { commandTable } from '../command-table.ts';
import { optionTable } from '../option-table.ts';
import { completion } from './index.ts';

/** A folder to complete in: `repos/` holds two folders and a file. */
let folder = '';
beforeEach(() => {
  folder = testdir({
    'repos/a b/go.mod': '',
    'repos/other/go.mod': '',
    'repos/report.json': '',
    'completion.bash': completion('bash'),
    'zsh/_diag-codemod': completion('zsh'),
    'completion.fish': completion('fish'),
  });
});

function isThere(program: string): boolean {
  return toolsAreRequired || !spawnSync(program, ['--version']).error;
}

function output(program: string, args: readonly string[], input = ''): string {
  const result = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { ...process.env, HOME: folder, TERM: 'dumb' },
  });
  if (result.status !== 0) throw new Error(`${program}: ${result.error ?? result.stderr}`);
  return result.stdout;
}

/** What bash offers behind these words, of which the last one is unfinished. */
function inBash(...words: readonly string[]): string[] {
  const script = [
    'source completion.bash',
    `COMP_WORDS=(diag-codemod "$@")`,
    'COMP_CWORD=$#',
    '_diag_codemod',
    `printf '%s\\n' "\${COMPREPLY[@]}"`,
  ];
  const lines = output('bash', ['--norc', '-c', script.join('\n'), 'bash', ...words]).split('\n');
  return lines.filter((line) => line !== '');
}

function inFish(line: string): string[] {
  const lines = output('fish', ['--no-config', '-c', `source completion.fish; complete -C '${line}'`]).split(
    '\n',
  );
  return lines.filter((one) => one !== '').map((one) => one.split('\t')[0] ?? '');
}

/** zsh completes in a terminal alone: one that zsh makes itself, in which its editor is asked for what it would insert. */
function inZsh(line: string): string {
  const script = [
    'zmodload zsh/zpty; zpty z zsh -f -i',
    'zpty -w z "PS1=; fpath=($PWD/zsh \\$fpath); autoload -Uz compinit; compinit -u -D; bindkey -v; stty cols 200; LISTMAX=1000"',
    'sleep 1; zpty -r -t z ignored "" 2>/dev/null; while zpty -r -t z ignored; do :; done',
    `zpty -w -n z ${JSON.stringify(line)}$'\\t'`,
    'repeat 40; do sleep 0.05; while zpty -r -t z part; do print -rn -- $part; done; done',
    'zpty -d z',
  ];
  return output('zsh', ['-f', '-c', script.join('\n')]);
}

const commands = commandTable.map(({ name }) => name);
const optionsOf = (name: string) =>
  optionTable
    .filter((option) => option.commands.some((it) => it === name))
    .map((option) => `--${option.name}`);

describe('in bash', () => {
  it('is registered for the program', () => {
    const printed = output('bash', ['--norc', '-c', 'source completion.bash; complete -p diag-codemod']);
    expect(printed).toBe('complete -F _diag_codemod diag-codemod\n');
  });

  it('offers commands and folders first', () => {
    expect(inBash('')).toEqual(expect.arrayContaining([...commands, 'repos']));
    expect(inBash('ve')).toEqual(['verify']);
    expect(inBash('repos/')).toEqual(['repos/a b', 'repos/other']);
  });

  it.each(commands)('offers the options of %s, and no others', (command) => {
    expect(inBash(command, '--')).toEqual(optionsOf(command));
  });

  it('offers those of migrate where no command stands, and a command behind options', () => {
    expect(inBash('--')).toEqual(optionsOf('migrate'));
    expect(inBash('--format', 'json', 'und')).toEqual(['undo']);
    expect(inBash('check', 'repos/other', '--for')).toEqual(['--format']);
  });

  it('offers the words that a value may be', () => {
    expect(inBash('check', '--format', '')).toEqual(['text', 'json', 'jsonl', 'sarif', 'github', 'markdown']);
    expect(inBash('--style', '=', 'cl')).toEqual(['cluster-api']);
    expect(inBash('--style', '=')).toContain('auto');
    expect(inBash('--only', 'go-mod,role')).toEqual(['go-mod,role-rules']);
    expect(inBash('verify', '--require', 'al')).toEqual(['all']);
    expect(inBash('--port', '8')).toEqual([]);
    expect(inBash('check', '--config', 'repos/r')).toEqual(['repos/report.json']);
  });

  it('offers what a command takes', () => {
    expect(inBash('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(inBash('explain', 'rbac-m')).toEqual(['rbac-markers']);
    expect(inBash('undo', 'repos/o')).toEqual(['repos/other']);
    expect(inBash('summary', 'repos/r')).toEqual(['repos/report.json']);
    expect(inBash('metrics-proxy', '')).toEqual([]);
  });
});

describe.skipIf(!isThere('fish'))('in fish', () => {
  it('offers commands, and the options of the one that stands', () => {
    expect(inFish('diag-codemod ')).toEqual(expect.arrayContaining([...commands, 'repos/']));
    expect(inFish('diag-codemod undo --')).toEqual(expect.arrayContaining(optionsOf('undo')));
    expect(inFish('diag-codemod undo --')).not.toContain('--dry-run');
    expect(inFish('diag-codemod --dr')).toEqual(['--dry-run']);
  });

  it('offers values and operands', () => {
    expect(inFish('diag-codemod check --style=cl')).toEqual(['--style=cluster-api']);
    expect(inFish('diag-codemod --only go-mod,role-r')).toContain('go-mod,role-rules');
    expect(inFish('diag-codemod explain rbac-m')).toEqual(['rbac-markers']);
    expect(inFish('diag-codemod completion ')).toEqual(['bash', 'fish', 'zsh']);
    expect(inFish('diag-codemod undo repos/')).toEqual(expect.arrayContaining(['repos/other/']));
  });
});

describe.skipIf(!isThere('zsh'))('in zsh', () => {
  it('parses, and completes what is unfinished', () => {
    output('zsh', ['-f', '-n', join('zsh', '_diag-codemod')]);
    expect(inZsh('diag-codemod metr')).toContain('diag-codemod metrics-proxy');
  });

  it.each([
    ['options of the command', 'diag-codemod undo --qu', '--quiet'],
    ['options of migrate without one', 'diag-codemod --dry', '--dry-run'],
    ['values', 'diag-codemod check --style=clu', '--style=cluster-api'],
    ['one of several values', 'diag-codemod --only=go-mod,role-r', 'go-mod,role-rules'],
    ['topics', 'diag-codemod explain rbac-ma', 'rbac-markers'],
    ['folders', 'diag-codemod undo repos/ot', 'repos/other/'],
  ])('offers %s', (_name, line, completed) => {
    expect(inZsh(line)).toContain(completed);
  });
});
