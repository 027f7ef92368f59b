import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fixtureBefore } from '../../test/tools/fixture-tree.ts';
import { emptyFolder, readTree } from '../../test/tools/tree.ts';
import type { Evidence } from '../proofs/evidence.ts';
import { runCommandLine } from './run.ts';

const terminal = { stdoutIsTerminal: false, stderrIsTerminal: false, noColor: false };

let machine = '';
beforeEach(() => {
  machine = emptyFolder();
  mkdirSync(join(machine, 'bin'));
  mkdirSync(join(machine, 'tmp'));
  vi.stubEnv('PATH', join(machine, 'bin'));
  vi.stubEnv('TMPDIR', join(machine, 'tmp'));
  vi.stubEnv('DIAG_CODEMOD_CACHE', join(machine, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Migrates a fixture with proofs, on a machine that has the programs of {@link machine} alone. */
async function migrateProved(...options: readonly string[]) {
  const root = fixtureBefore('stdlib-flags-in-main');
  const before = readTree(root);
  const committed = vi.fn();
  const argv = ['migrate', root, '--verify', '--format', 'json', ...options];
  const { exitCode, stdout } = await runCommandLine(argv, { terminal, platform: 'linux', committed });
  const report: { reason: string; summary: string; evidence: Evidence[] } = JSON.parse(stdout);
  const failing = report.evidence.filter(({ status }) => status === 'failed').map(({ proof }) => proof);
  // Paths, bytes and modes.
  const isUntouched = JSON.stringify([...readTree(root)]) === JSON.stringify([...before]);
  return { root, exitCode, report, failing, isUntouched, committed };
}

/** A kustomize that renders the same, whatever it is given. */
function installKustomize(render: string): void {
  const file = join(machine, 'render.yaml');
  writeFileSync(file, render);
  const script = `#!/bin/sh\ncase "$1" in version) echo v5.8.1 ;; *) /bin/cat ${file} ;; esac\n`;
  writeFileSync(join(machine, 'bin', 'kustomize'), script, { mode: 0o755 });
}

const RENDER = readFileSync(new URL('../proofs/verify.testing.yaml', import.meta.url), 'utf8');

describe('migrate --verify', () => {
  it('writes not a byte where a required proof cannot run', async () => {
    const { root, exitCode, report, failing, isUntouched, committed } = await migrateProved(
      '--require',
      'type-check,overlays-render',
    );
    expect([exitCode, report.reason]).toEqual([1, 'proof-failed']);
    expect(failing).toEqual(['type-check', 'overlays-render']);
    expect(report.summary).toMatch(
      /^nothing was written\. type-check failed for main\.go: required, but skipped: there is no go/,
    );
    expect(isUntouched).toBe(true);
    expect(existsSync(join(root, '.diag-codemod'))).toBe(false);
    expect(committed).not.toHaveBeenCalled();
  });

  it('writes not a byte where a proof fails by what it finds', async () => {
    installKustomize(RENDER.replace('tokenreviews', 'secrets'));
    const { root, exitCode, report, failing, isUntouched } = await migrateProved();
    expect([exitCode, report.reason]).toEqual([1, 'proof-failed']);
    expect(failing).toEqual(['reviews-granted']);
    expect(isUntouched).toBe(true);
    expect(existsSync(join(root, '.diag-codemod'))).toBe(false);
  });

  it('writes where nothing that is required is missing', async () => {
    installKustomize(RENDER);
    const { exitCode, report, isUntouched, committed } = await migrateProved('--require', 'overlays-render');
    expect([exitCode, report.reason]).toEqual([0, 'migrated']);
    expect(isUntouched).toBe(false);
    expect(committed).toHaveBeenCalledTimes(1);
  });
});
