import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../src/commands/run.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const names = readdirSync(fixtures, { withFileTypes: true }).flatMap((it) =>
  it.isDirectory() ? [it.name] : [],
);

async function check(name: string, isTerminal: boolean): Promise<string> {
  const terminal = { stdoutIsTerminal: isTerminal, stderrIsTerminal: isTerminal, noColor: false };
  const argv = ['check', `${fixtures}${name}/before`];
  return (await runCommandLine(argv, { terminal, platform: 'linux', committed: () => {} })).stdout;
}

describe.each(names)('what check says of the fixture %s', (name) => {
  test('is 80 columns wide, with colour and without, apart from what is to be copied', async () => {
    const [plain, coloured] = [await check(name, false), await check(name, true)];
    expect(stripVTControlCharacters(coloured)).toBe(plain);
    expect(plain).not.toContain('\u001b');
    const wide = plain
      .split('\n')
      .filter((line) => line.length > 80 && /\s/.test(line.trim()) && !isCopied(line));
    expect(wide).toEqual([]);
  });
});

/** Places, commands, samples of YAML and hyperlinks stay whole. */
function isCopied(line: string): boolean {
  return /^ {2}(error|warning|note) \S+ \([\w-]+\)$/.test(line) || /^ {2}[MAD] \S+$/.test(line);
}
