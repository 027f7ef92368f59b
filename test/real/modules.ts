import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { goEnvironment } from '../tools/cache.ts';
import { run } from '../tools/command.ts';
import { packageOf } from '../tools/proofs.ts';
import { pathsIn } from '../tools/tree.ts';
import { typecheck } from '../tools/typecheck.ts';

/** Real repositories are judged by their go.mod alone: a go.work or vendor/ lags behind until the user has run `next`. */
export const REAL_GO: Readonly<Record<string, string>> = {
  GOWORK: 'off',
  GOFLAGS: `${goEnvironment().GOFLAGS} -mod=mod`.trim(),
};

export interface Tidied {
  readonly code: number;
  readonly message: string;
  /** Modules that the proxy does not hand out; an empty module stands in for each. */
  readonly standIns: readonly string[];
  /** Requirements without `// indirect` that tidying added, dropped or changed. */
  readonly directChanges: readonly string[];
}

/** `go mod tidy`, after putting an empty module in the place of any that cannot be downloaded: else nothing at all could be checked. */
export async function tidy(root: string, standInFolder: string): Promise<Tidied> {
  const written = directRequirements(root);
  const standIns = await replaceUnavailable(root, standInFolder);
  const args = ['mod', 'tidy', ...(standIns.length > 0 ? ['-e'] : [])];
  const result = await run('go', args, {
    cwd: root,
    env: { ...goEnvironment(), ...REAL_GO },
    timeout: 400_000,
  });
  const tidied = directRequirements(root);
  const directChanges = [
    ...written.filter((line) => !tidied.includes(line)).map((line) => `- ${line}`),
    ...tidied.filter((line) => !written.includes(line)).map((line) => `+ ${line}`),
  ];
  return { code: result.code, message: result.stderr.slice(-600), standIns, directChanges };
}

async function replaceUnavailable(root: string, folder: string): Promise<readonly string[]> {
  const standIns: string[] = [];
  const env = { ...goEnvironment(), ...REAL_GO };
  for (let attempt = 0; attempt < 12; attempt++) {
    const listed = await run('go', ['mod', 'download'], { cwd: root, env, timeout: 400_000 });
    const [, module, version] =
      /(\S+)@(v\S+): (?:reading|verifying) \S+: (?:403|404|410)/.exec(listed.stderr) ?? [];
    if (module === undefined || version === undefined) return standIns;
    const target = join(folder, module.replaceAll('/', '_'));
    writeStandIn(target, module, importsOf(root, module));
    await run('go', ['mod', 'edit', `-replace=${module}@${version}=${target}`], { cwd: root, env });
    standIns.push(`${module}@${version}`);
  }
  return standIns;
}

/** A module with the packages that are imported from it, all empty: whatever is used of them stays a type error, before and after. */
function writeStandIn(target: string, module: string, packages: readonly string[]): void {
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'go.mod'), `module ${module}\n`);
  for (const path of packages) {
    const folder = join(target, path.slice(module.length));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'doc.go'), `package ${basename(path).replaceAll(/\W/g, '')}\n`);
  }
}

function importsOf(root: string, module: string): readonly string[] {
  const imported = new RegExp(`"(${module.replaceAll('.', '\\.')}(?:/[^"]*)?)"`, 'g');
  const sources = pathsIn(root).filter((path) => path.endsWith('.go') && !path.startsWith('vendor/'));
  const found = sources.flatMap((path) => [...readFileSync(join(root, path), 'utf8').matchAll(imported)]);
  return [...new Set(found.map(([, path]) => path ?? module))];
}

function directRequirements(root: string): readonly string[] {
  const lines = readFileSync(join(root, 'go.mod'), 'utf8').split('\n');
  return lines
    .map((line) => line.replace(/^require\s+/, '').trim())
    .filter((line) => /^\S+\.\S+ v\S+$/.test(line));
}

/** Type errors of the entry points and all they reach, without positions, as those move. */
export async function typeErrors(
  tool: string,
  root: string,
  entryPoints: readonly string[],
): Promise<readonly string[]> {
  const checked = await typecheck(tool, root, entryPoints.map(packageOf), REAL_GO);
  if (checked.code > 1) return [`could not be checked: ${checked.stderr.slice(-600)}`];
  return checked.stdout.split('\n').filter((line) => line !== '');
}

/** Those of `after` that `before` does not have; line and column do not count. */
export function newErrors(before: readonly string[], after: readonly string[]): readonly string[] {
  const key = (line: string) => line.replace(/:\d+:\d+:/, ':');
  const left = before.map(key);
  return after.filter((line) => {
    const at = left.indexOf(key(line));
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}
