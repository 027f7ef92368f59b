// What somebody does who has nothing but the tarball: npx, the library, its types.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const library = readFileSync(join(root, 'test/pack/library.mjs'), 'utf8');

/** An empty folder into which the tarball was installed: without scripts, without a network, with an empty cache. */
export function installed(tarball, folder) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const off = ['--ignore-scripts', '--offline', '--cache', join(folder, '..', 'empty-cache')];
  run('npm', ['install', ...off, '--no-audit', '--no-fund', tarball], { cwd: folder });
  writeFileSync(join(folder, 'library.mjs'), library);
  writeFileSync(join(folder, 'library.ts'), library);
  return folder;
}

/** Runs `npx ./diag-codemod-….tgz`, as the README has it, `npx diag-codemod` and the library with the Node in `bin`; gives the version. */
export function use(folder, bin, tarball) {
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    NO_COLOR: '1',
    npm_config_offline: 'true',
  };
  const npx = (...args) => run('npx', ['--no-install', 'diag-codemod', ...args], { cwd: folder, env });
  cpSync(join(root, 'fixtures/stdlib-flags-in-main/before'), join(folder, 'repository'), {
    recursive: true,
    force: true,
  });
  const version = npx('--version').trim();
  const diff = npx('repository', '--dry-run');
  if (!diff.includes('+++ b/')) throw new Error(`no diff: ${diff.slice(0, 300)}`);
  const cache = ['--yes', '--offline', '--cache', join(folder, '..', 'empty-cache')];
  if (
    run('npx', [...cache, relative(folder, tarball), 'repository', '--dry-run'], { cwd: folder, env }) !==
    diff
  )
    throw new Error('npx with the tarball says something else');
  npx('repository');
  npx('undo', 'repository');
  if (npx('repository', '--dry-run') !== diff) throw new Error('undo left something behind');
  const said = run('node', ['library.mjs', 'repository'], { cwd: folder, env }).trim();
  if (said !== 'pending main.go') throw new Error(`the library said: ${said}`);
  return version;
}

/** Type-checks a user's program, which has the package and no types of Node, with one of TypeScript's ways to resolve imports. */
export function checkTypes(folder, module, moduleResolution) {
  const compilerOptions = {
    ...{ module, moduleResolution, strict: true, noEmit: true, types: [] },
    ...{ target: 'es2022', lib: ['es2023', 'dom'] },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['library.ts'] }));
  run('node', [join(root, 'node_modules/typescript/bin/tsc')], { cwd: folder });
}

export function run(program, args, options) {
  const result = spawnSync(program, args, { encoding: 'utf8', ...options });
  if (result.status !== 0)
    throw new Error(
      `${program} ${args.join(' ')}: exit ${result.status ?? result.error}\n${result.stdout}${result.stderr}`,
    );
  return result.stdout;
}
