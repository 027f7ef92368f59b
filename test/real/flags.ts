import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { flagComplaints, substituteDefaults } from '../../src/proofs/rendered/rendered.ts';
import { describe } from '../tools/command.ts';
import { askForHelp, goBuild } from '../tools/proofs.ts';
import { pathsIn } from '../tools/tree.ts';
import { REAL_GO } from './modules.ts';
import type { RenderedManager } from './overlays.ts';
import type { Subject } from './subject.ts';

/** Flags that libraries register: Cluster API's ManagerOptions, logs, klog, zap, controller-runtime. */
const LIBRARY_FLAGS =
  /^(?:diagnostics-address|insecure-diagnostics|tls-min-version|tls-cipher-suites|logging-format|log-.*|v|vmodule|feature-gates|zap-.*|kubeconfig|help)$/;

/** Rendered flags that no Go file names: a binary that gets one of them does not start. */
export function unknownFlags(root: string, managers: readonly RenderedManager[]): readonly string[] {
  const names = new Set(
    managers.flatMap(({ args }) => args.flatMap(flagName)).filter((name) => !LIBRARY_FLAGS.test(name)),
  );
  if (names.size === 0) return [];
  const sources = pathsIn(root)
    .filter((path) => path.endsWith('.go') && !path.endsWith('_test.go') && !path.startsWith('vendor/'))
    .map((path) => readFileSync(join(root, path), 'utf8'));
  return [...names].filter((name) => !sources.some((text) => text.includes(`"${name}"`)));
}

function flagName(argument: string): readonly string[] {
  const [, name] = /^--?([A-Za-z][\w-]*)/.exec(argument) ?? [];
  return name === undefined ? [] : [name];
}

/** Builds each entry point and gives it what is rendered; complaints name the entry point. */
export async function builtFlagComplaints(
  subject: Subject,
  entryPoints: readonly string[],
  managers: readonly RenderedManager[],
): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const entryPoint of entryPoints) {
    const binary = join(subject.after, '..', `${entryPoint.replaceAll('/', '-')}.bin`);
    const built = await goBuild(subject.after, entryPoint, binary, REAL_GO);
    if (built.code !== 0) complaints.push(`${entryPoint} does not build: ${describe(built).slice(0, 600)}`);
    else complaints.push(...(await complaintsOf(entryPoint, binary, own(entryPoint, entryPoints, managers))));
  }
  return complaints;
}

async function complaintsOf(
  entryPoint: string,
  binary: string,
  managers: readonly RenderedManager[],
): Promise<readonly string[]> {
  const found: string[] = [];
  const lists = new Set(managers.map(({ args }) => JSON.stringify(args.map(substituteDefaults))));
  for (const list of lists) {
    const args: readonly string[] = JSON.parse(list);
    const help = await askForHelp(binary, args);
    const said = flagComplaints(help.stdout + help.stderr);
    found.push(...said.map((line) => `${entryPoint} ${args.join(' ')}: ${line}`));
    if (said.length === 0 && !/diagnostics|metrics/.test(help.stdout + help.stderr))
      found.push(`${entryPoint}: no help: ${describe(help).slice(0, 300)}`);
  }
  return found;
}

/** With several entry points, a Deployment belongs to the one whose top folder its overlay starts with. */
function own(
  entryPoint: string,
  all: readonly string[],
  managers: readonly RenderedManager[],
): readonly RenderedManager[] {
  const candidates = managers.filter(({ container }) => container !== 'kube-rbac-proxy');
  if (all.length === 1) return candidates;
  const top = entryPoint.split('/')[0] ?? basename(entryPoint);
  const mine = candidates.filter(({ overlay }) => overlay.startsWith(`${top}/`));
  return mine.length > 0 ? mine : candidates;
}
