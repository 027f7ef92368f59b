import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { toolsAreRequired } from '../../test/tools/required.ts';
import { commandTable } from './command-table.ts';
import { manualPage } from './manual-page.ts';
import { optionTable } from './option-table.ts';

const page = manualPage();

function groff(...args: string[]) {
  return spawnSync('groff', ['-man', '-Tutf8', '-ww', ...args], { input: page, encoding: 'utf8' });
}

const hasGroff = !groff('--version').error || toolsAreRequired;

describe.skipIf(!hasGroff)('the manual page, as groff prints it', () => {
  const printed = groff('-P-c', '-P-b', '-P-u');

  it('has no fault that groff warns of', () => {
    expect(printed).toMatchObject({ status: 0, stderr: '' });
  });

  it('tells every command and option, with hyphens that can be copied', () => {
    for (const { name } of commandTable)
      expect(printed.stdout).toContain(`diag-codemod ${name === 'migrate' ? '[migrate]' : name}`);
    for (const { name } of optionTable) expect(printed.stdout).toMatch(new RegExp(`^ +--${name}\\b`, 'm'));
    expect(printed.stdout).toContain('EXIT STATUS');
  });
});

describe('the manual page', () => {
  it('is ASCII, without a line that roff would take for a request', () => {
    expect(page).toMatch(/^[\n -~]*$/);
    const requests = [...page.matchAll(/^[.'](\S*)/gm)].map(([, request]) => request);
    expect([...new Set(requests)].sort()).toEqual(['B', 'I', 'PP', 'RE', 'RS', 'SH', 'TH', 'TP', 'br']);
  });
});
