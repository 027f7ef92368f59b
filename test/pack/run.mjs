// What users get: the tarball, installed in an empty folder, must run on every Node it promises, and hold nothing else than it should.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publintMessages, typeProblems } from './judges.mjs';
import { nodeFolder } from './nodes.mjs';
import { checkTypes, installed, run, use } from './user.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const MAX_BYTES = 3 * 1024 * 1024;
const NODES = ['20', '22', '24', '26'];
const folder = mkdtempSync(join(tmpdir(), 'diag-codemod-pack-'));

try {
  const packing = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [packed] = JSON.parse(run('npm', packing, { cwd: root }));
  const tarball = join(folder, packed.filename);
  holdsNothingElse(packed);
  holdsWhatItNames(packed);
  none('publint', await publintMessages(tarball));
  none('the types are those of what is imported', await typeProblems(tarball));

  const user = installed(tarball, join(folder, 'user'));
  worksWith(user, tarball, dirname(process.execPath), process.version);
  for (const major of NODES) {
    const bin = nodeFolder(major);
    if (bin === undefined) console.log(`--  Node ${major} cannot be had from npm here: not tried`);
    else worksWith(user, tarball, bin, run(join(bin, 'node'), ['--version']).trim());
  }
  for (const [module, resolution] of [
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ]) {
    checkTypes(user, module, resolution);
    console.log(`ok  types, with moduleResolution ${resolution}, without @types/node`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function holdsNothingElse({ filename, files, size, unpackedSize }) {
  const paths = files.map(({ path }) => path);
  const strangers = paths.filter(
    (path) =>
      !/^(?:dist\/(?!compiled\/)|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$|action\.yml$)/.test(path),
  );
  none('the tarball holds dist/, action.yml, README, CHANGELOG, LICENSE and package.json only', strangers);
  if (unpackedSize > MAX_BYTES) throw new Error(`${unpackedSize} bytes installed: more than ${MAX_BYTES}`);
  console.log(
    `ok  ${filename}: ${files.length} files, ${size} bytes packed, ${unpackedSize} installed, at most ${MAX_BYTES}`,
  );
}

/** package.json names no file that is missing, and nothing to install with it. */
function holdsWhatItNames({ files }) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = [manifest.main, manifest.types, manifest.man, ...Object.values(manifest.bin)];
  const missing = named.filter((path) => !files.some((file) => file.path === path.replace(/^\.\//, '')));
  none('every file that package.json names is there', missing);
  none(
    'no dependencies at run time',
    Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }),
  );
}

function worksWith(user, tarball, bin, name) {
  const said = use(user, bin, tarball);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (said !== version) throw new Error(`--version said ${said}, not ${version}`);
  console.log(`ok  npx, migrate, undo and the library with Node ${name}, offline, without scripts`);
}

function none(what, faults) {
  if (faults.length > 0) throw new Error(`${what}: ${faults.join('\n')}`);
  console.log(`ok  ${what}`);
}
