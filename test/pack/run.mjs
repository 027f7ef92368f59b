// What users get: the tarball, installed in an empty folder, must run, and hold nothing else than it should.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'diag-codemod-pack-'));

try {
  const [packed] = JSON.parse(
    output('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root),
  );
  const strangers = packed.files
    .map(({ path }) => path)
    .filter((path) => !/^(?:dist\/|package\.json$|README\.md$|LICENSE$)/.test(path));
  check(
    'the tarball holds dist/, README, LICENSE and package.json only',
    strangers.length === 0,
    strangers.join(', '),
  );

  const user = join(folder, 'user');
  cpSync(join(root, 'fixtures', firstFixture(), 'before'), join(user, 'repository'), { recursive: true });
  writeFileSync(join(user, 'package.json'), '{ "private": true }\n');
  output(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', join(folder, packed.filename)],
    user,
  );

  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  const said = output('npx', ['--no-install', 'diag-codemod', '--version'], user).trim();
  check('npx diag-codemod --version', said.includes(version), `said ${said}`);

  const diff = output('npx', ['--no-install', 'diag-codemod', 'repository', '--dry-run'], user);
  check('npx diag-codemod ./repository --dry-run prints a diff', diff.includes('+++ b/'), diff.slice(0, 500));
  console.log(
    `${packed.filename}: ${packed.files.length} files, ${packed.size} bytes packed, ${packed.unpackedSize} unpacked`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Any fixture that gets changed. */
function firstFixture() {
  const fixtures = readdirSync(join(root, 'fixtures'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const changed = fixtures.find(({ name }) =>
    readdirSync(join(root, 'fixtures', name)).includes('expected.diff'),
  );
  if (changed === undefined) throw new Error('no fixture has an expected.diff');
  return changed.name;
}

function output(program, args, cwd) {
  const result = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (result.status !== 0)
    throw new Error(`${program} ${args.join(' ')}: exit ${result.status}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

function check(what, holds, otherwise) {
  if (!holds) throw new Error(`${what}: ${otherwise}`);
  console.log(`ok  ${what}`);
}
