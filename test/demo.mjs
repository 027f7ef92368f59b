// Migrates a copy of a fixture and shows the report and the difference: what `npm run demo` does after the build.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'diag-codemod-demo-'));
cpSync(join(root, 'fixtures/stdlib-flags-in-main/before'), copy, { recursive: true });

const run = (...args) => {
  console.log(`\n$ diag-codemod ${args.join(' ')}\n`);
  const done = spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...args.slice(0, -1), copy], {
    stdio: 'inherit',
  });
  if (done.status !== 0) process.exitCode = done.status ?? 1;
};

try {
  run('--dry-run', './widget-controller');
  run('migrate', './widget-controller');
  run('migrate', './widget-controller');
} finally {
  rmSync(copy, { recursive: true });
}
