import { describe, expect, it } from 'vitest';
import { commandTable } from './command-table.ts';
import { exitCodes } from './exit-codes.ts';
import { helpText } from './help.ts';
import { optionTable } from './option-table.ts';

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

function optionsIn(text: string): (string | undefined)[] {
  return [...text.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name);
}

describe('the help of the program', () => {
  const help = helpText();

  it('fits a screen of 24 lines and 80 columns, with the prompt below it', () => {
    expect(linesOf(help).length).toBeLessThanOrEqual(23);
    expect(Math.max(...linesOf(help).map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('has a line for every command', () => {
    for (const { name, help: line } of commandTable)
      expect(help).toMatch(new RegExp(`^ {2}${name} +${line}$`, 'm'));
  });
});

describe.each(commandTable)('the help of $name', ({ name, usage, help: line }) => {
  const help = helpText(name);

  it('lists the options that the command takes, and no others', () => {
    const own = optionTable.filter(({ commands }) => commands.includes(name));
    expect(optionsIn(help)).toEqual(own.map((option) => option.name));
    expect(own.map((option) => option.name)).toContain('help');
  });

  it('has usage, examples and exit codes', () => {
    expect(linesOf(help)[0]).toBe(`Usage: diag-codemod ${usage} [<options>]`);
    expect(help).toContain(line.split(' ').slice(0, 5).join(' '));
    expect(help).toMatch(/^Examples?\n {2}diag-codemod /m);
    for (const [code] of exitCodes) expect(help).toMatch(new RegExp(`^ {2}${code} `, 'm'));
  });

  it('is no wider than 80 columns, but for a command that must be copied whole', () => {
    const wide = linesOf(help).filter((text) => text.length > 80 && !text.startsWith('  diag-codemod '));
    expect(wide).toEqual([]);
  });
});

describe('every option', () => {
  it('belongs to a command', () => {
    expect(optionTable.filter(({ commands }) => commands.length === 0)).toEqual([]);
  });
});
