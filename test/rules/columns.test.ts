import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../src/commands/run.ts';
import { changed, rightProvider } from '../setup/rule-example.ts';
import { testdir } from '../setup/testdir.ts';

const BEFORE = '\t/* 😀 𝒳é */ ';
const tree = changed(rightProvider(), {
  'main.go': [
    '\tflags.AddManagerOptions(fs, &managerOptions)\n',
    `${BEFORE}flags.AddManagerOptions(fs, &managerOptions)\n`,
  ],
});
const PARSED = '\tpflag.CommandLine.AddGoFlagSet(flag.CommandLine)\n\tpflag.Parse()\n';
const main = `\uFEFF${(tree['main.go'] ?? '').replace(PARSED, '\tflag.Parse() /* 𝒳 */\n')}`;

async function check(format: string): Promise<string> {
  const terminal = { stdoutIsTerminal: false, stderrIsTerminal: false, noColor: false };
  const argv = ['check', testdir({ ...tree, 'main.go': main }), '--format', format];
  const { stdout } = await runCommandLine(argv, { terminal, platform: 'linux', committed: () => {} });
  return stdout;
}

describe('a finding behind characters of several units, in a file with a byte order mark', () => {
  test('has its column in bytes in JSON', async () => {
    const { findings } = JSON.parse(await check('json'));
    expect(findings).toMatchObject([
      { rule: 'flags-never-parsed', line: 35, column: Buffer.byteLength(BEFORE) + 1 },
    ]);
  });

  test('has its column in UTF-16 units in SARIF, and a fix that gives the migrated file', async () => {
    const [result] = JSON.parse(await check('sarif')).runs[0].results;
    const { region } = result.locations[0].physicalLocation;
    expect(region).toEqual({ startLine: 35, startColumn: BEFORE.length + 1 });
    const [{ artifactChanges }] = result.fixes;
    const fixed = applied(main, artifactChanges[0].replacements);
    expect(fixed).toBe(
      main.replace('\tflag.Parse() /* 𝒳 */\n', PARSED.replace('Parse()\n', 'Parse() /* 𝒳 */\n')),
    );
  });

  test('has it in bytes in the text, too', async () => {
    expect(await check('text')).toContain(`main.go:35:${Buffer.byteLength(BEFORE) + 1} (flags-never-parsed)`);
  });
});

interface Replacement {
  readonly deletedRegion: {
    readonly startLine: number;
    readonly startColumn: number;
    readonly endLine: number;
    readonly endColumn?: number;
  };
  readonly insertedContent?: { readonly text: string };
}

/** Lines count from 1, columns in UTF-16 units from 1; without an end column it is the end of the line. */
function applied(text: string, replacements: readonly Replacement[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const at = (line: number, column: number | undefined) => {
    const start = starts[line - 1] ?? text.length;
    return column === undefined
      ? start + (text.slice(start).split('\n')[0] ?? '').length
      : start + column - 1;
  };
  return replacements.reduceRight((result, { deletedRegion: it, insertedContent }) => {
    const [from, to] = [at(it.startLine, it.startColumn), at(it.endLine, it.endColumn)];
    return result.slice(0, from) + (insertedContent?.text ?? '') + result.slice(to);
  }, text);
}
