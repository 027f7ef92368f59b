// Other programs that rewrite Go. Each does the part that it can: it wraps the options of every NewManager call, and prints the result.
// None of them finds the flags, manifests or roles that must change with it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const folder = join(homedir(), '.cache', 'diag-codemod', 'bench');
const GOPATCH = ['github.com/uber-go/gopatch', 'v0.4.0'];
const AST_GREP = '@ast-grep/cli@0.51.1';
const [BEFORE, AFTER] = ['ctrl.NewManager(config, options)', 'ctrl.NewManager(config, secured(options))'];

/** A command for each peer that is there, and a line for each that is not. */
export function peersOn(tree) {
  mkdirSync(folder, { recursive: true });
  return [
    { name: 'gofmt -r', command: gofmt(tree), missing: 'gofmt is not installed' },
    { name: 'gopatch', command: gopatch(tree), missing: `${GOPATCH.join('@')} could not be built` },
    { name: 'ast-grep', command: astGrep(tree), missing: `${AST_GREP} cannot be had from npm` },
  ];
}

function gofmt(tree) {
  if (!runs('gofmt', ['-h'])) return undefined;
  // gofmt takes single lower-case letters for wildcards.
  return ['gofmt', '-l', '-r', 'ctrl.NewManager(c, o) -> ctrl.NewManager(c, secured(o))', tree];
}

function gopatch(tree) {
  const built = join(folder, 'bin', 'gopatch');
  const program = [built, 'gopatch'].find((one) => runs(one, ['--help'])) ?? (buildGopatch(built) && built);
  if (!program) return undefined;
  const patch = join(folder, 'secured.patch');
  writeFileSync(patch, `@@\nvar config, options expression\n@@\n-${BEFORE}\n+${AFTER}\n`);
  return [program, '--diff', '-p', patch, `${tree}/...`];
}

/** As a requirement of a module: `go install` also asks for the list of versions, which not every module proxy has. */
function buildGopatch(program) {
  const module = join(folder, 'gopatch');
  mkdirSync(module, { recursive: true });
  writeFileSync(join(module, 'go.mod'), `module bench\n\ngo 1.21\n\nrequire ${GOPATCH.join(' ')}\n`);
  return installed('go', ['-C', module, 'build', '-mod=mod', '-o', program, GOPATCH[0]]);
}

/** The binary is in the package for the platform: no install script is needed. */
function astGrep(tree) {
  const libc = process.platform === 'linux' ? '-gnu' : '';
  const name = `cli-${process.platform}-${process.arch}${libc}`;
  const program = join(folder, 'node_modules', '@ast-grep', name, 'ast-grep');
  const npm = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, AST_GREP];
  if (!runs(program, ['--version']) && !installed('npm', npm)) return undefined;
  const [pattern, rewrite] = [BEFORE, AFTER].map((text) =>
    text.replace('config', '$C').replace('options', '$O'),
  );
  return [program, 'run', '--lang', 'go', '--pattern', pattern, '--rewrite', rewrite, tree];
}

function runs(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).error === undefined;
}

function installed(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
