import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../src/proofs/live/running-program.ts';
import { fixtureAfter } from '../../tools/fixture-tree.ts';
import { emptyFolder } from '../../tools/tree.ts';
import { environmentOf, makeToolbox, type Toolbox, verified } from '../../tools/verify.ts';
import { whyNotLive } from '../requirements.ts';
import { SYSTEMS } from './systems.ts';

const missing = await whyNotLive(
  ['go', 'make'],
  ['etcd-v3.6.5', 'kube-apiserver-v1.35.4', 'kustomize-v5.8.1'],
);
const MINUTE = 60_000;

/** Programs whose command line speaks of a folder. */
function programsIn(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(folder));
}

describe.skipIf(missing !== undefined)('verify --live that is stopped', () => {
  let tools: Toolbox;
  let root = '';
  beforeAll(async () => {
    tools = await makeToolbox({ live: true });
    root = await fixtureAfter('stdlib-flags-in-main');
    // Everything is compiled by now: the next run gets to its servers at once.
    await verified(tools, ['verify', root, '--live']);
  }, 45 * MINUTE);

  test.each([
    ['SIGINT', 130, 'isolated'],
    ['SIGTERM', 143, 'isolated'],
    ['SIGKILL', null, 'isolated'],
    ['SIGKILL', null, 'chroot'],
    ['SIGKILL', null, 'plain'],
  ] as const)(
    '%s leaves no process and no folder behind (exit %s, %s)',
    async (signal, exitCode, mode) => {
      const temporary = emptyFolder();
      const cli = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
      const verify = [process.execPath, cli, 'verify', root, '--live', '--no-cache'];
      const [program = '', ...args] = mode === 'isolated' ? verify : [...SYSTEMS[mode], ...verify];
      const env = { ...process.env, ...environmentOf(tools), TMPDIR: temporary };
      const child = spawn(program, args, { env, stdio: 'ignore' });
      const ended = new Promise<number | null>((resolve) => {
        child.on('exit', (code) => resolve(code));
      });
      const serves = () => programsIn(temporary).some((line) => /kube-apiserver .*--etcd-servers/.test(line));
      expect(await until(serves, 10 * MINUTE, 50)).toBe(true);
      child.kill(signal);
      expect(await ended).toBe(exitCode);
      expect(await until(() => programsIn(temporary).length === 0, 5_000)).toBe(true);
      // A killed process cannot clean up: the next one does it.
      if (exitCode === null) {
        expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^diag-codemod-verify-/)]);
        await verified(tools, ['verify', root], { TMPDIR: temporary });
      }
      expect(readdirSync(temporary)).toEqual([]);
    },
    15 * MINUTE,
  );
});
