import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { committed } from '../setup/git.ts';
import { provider } from '../setup/provider.ts';
import { run, describe as told } from '../tools/command.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** What makes libraries talk: that of YAML prints its tokens, that which starts git its commands. */
const TALKATIVE = { LOG_TOKENS: '1', LOG_STREAM: '1', DEBUG: '*', VERBOSE: '1' };

test.each([
  ['check', 'ROOT', '--format', 'json'],
  ['ROOT', '--dry-run'],
])('no variable of the environment makes a library print into a report: %s %s', async (...words) => {
  const root = committed(provider());
  const args = words.map((word) => word.replace('ROOT', root));
  const printed = async (env: Readonly<Record<string, string>>) => {
    const result = await run(process.execPath, [cli, ...args], { env: { NO_COLOR: '1', ...env } });
    return { told: told(result), text: result.stdout.replace(/"durationMs": \d+/, '') };
  };
  const quiet = await printed({});
  const loud = await printed(TALKATIVE);
  expect(quiet.text.length).toBeGreaterThan(100);
  expect(loud.text, loud.told.slice(0, 400)).toBe(quiet.text);
});
