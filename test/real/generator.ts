import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Regeneration } from '../../src/proofs/makefile/regenerate-roles.ts';
import { controllerGen } from '../tools/controller-gen.ts';
import { regenerateRoles } from '../tools/proofs.ts';
import { pathsIn } from '../tools/tree.ts';
import { REAL_GO } from './modules.ts';
import { restore, type Subject } from './subject.ts';

export interface Regenerated {
  /** `identical`; `as before`: no more files differ than they did; `changed`; or why it was not tried. */
  readonly verdict: string;
  readonly version: string;
  readonly calls: readonly string[];
  readonly changedBefore: readonly string[];
  readonly changedAfter: readonly string[];
  /** Roles that would lose the reviews with the next generation. */
  readonly wiped: readonly string[];
  readonly failed: readonly string[];
}

/** Runs the repository's own generator calls in both copies, and compares what they do to the roles. */
export async function regenerate(subject: Subject): Promise<Regenerated> {
  const version = generatorVersion(subject.after);
  const nothing = {
    version: version ?? '',
    calls: [],
    changedBefore: [],
    changedAfter: [],
    wiped: [],
    failed: [],
  };
  if (version === undefined) return { ...nothing, verdict: 'no version found' };
  const generator = await controllerGen(version);
  if ('missing' in generator) return { ...nothing, verdict: 'no generator', failed: [generator.missing] };
  const before = await regenerateRoles(subject.before, generator.path, REAL_GO);
  const had = rolesWithReviews(subject.after);
  const after = await regenerateRoles(subject.after, generator.path, REAL_GO);
  const wiped = had.filter((path) => !rolesWithReviews(subject.after).includes(path));
  await restore(subject.before);
  await restore(subject.after);
  return {
    version,
    calls: after.lines.map(({ command }) => command),
    changedBefore: pathsOf(before),
    changedAfter: pathsOf(after),
    wiped,
    failed: after.failed,
    verdict: verdictOf(before, after, wiped),
  };
}

function pathsOf({ changed }: Regeneration): readonly string[] {
  return changed.map(({ path }) => path);
}

function verdictOf(before: Regeneration, after: Regeneration, wiped: readonly string[]): string {
  if (after.lines.length === 0) return 'no call writes a role';
  if (wiped.length > 0) return 'WIPED';
  if (after.failed.length > before.failed.length) return 'FAILS';
  const complaints = after.failed.length > 0 ? ' (complains, as before)' : '';
  if (after.written.length === 0) return `writes none${complaints}`;
  if (after.changed.length === 0) return `identical${complaints}`;
  const asBefore = pathsOf(after).every((path) => pathsOf(before).includes(path));
  return (asBefore ? 'as before' : 'CHANGED') + complaints;
}

function rolesWithReviews(root: string): readonly string[] {
  return pathsIn(root)
    .filter((path) => /\.ya?ml$/.test(path) && !path.startsWith('vendor/'))
    .filter((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return /^kind: ClusterRole\s*$/m.test(text) && text.includes('tokenreviews');
    });
}

const VARIABLE =
  /^\s*(?:CONTROLLER_GEN_VER(?:SION)?|CONTROLLER_TOOLS_VERSION|CONTROLLER_GEN_TAG)\s*[:?]?=\s*v?(\d\S*)/m;
const CALL = /controller-gen(?:@| \$\(CONTROLLER_GEN_BIN\) )v(\d[\w.-]*)/;
const MODULE = /sigs\.k8s\.io\/controller-tools v(\d\S*)/;

/** The version that the repository pins, else the one that its generated CRDs name most often. */
export function generatorVersion(root: string): string | undefined {
  const texts = [
    'Makefile',
    'hack/tools/go.mod',
    'go.mod',
    'hack/tools/Makefile',
    'hack/tools.mk',
    'images/builder/Dockerfile',
  ]
    .map((path) => join(root, path))
    .filter(existsSync)
    .map((path) => readFileSync(path, 'utf8'));
  for (const pattern of [VARIABLE, CALL, MODULE]) {
    for (const text of texts) {
      const [, version] = pattern.exec(text) ?? [];
      if (version !== undefined) return `v${version}`;
    }
  }
  return annotatedVersion(root);
}

function annotatedVersion(root: string): string | undefined {
  const counts = new Map<string, number>();
  for (const path of pathsIn(root).filter((file) => /^(?!vendor\/).*config\/.*\.ya?ml$/.test(file))) {
    const text = readFileSync(join(root, path), 'utf8');
    const [, version] = /controller-gen\.kubebuilder\.io\/version: (v\d[\w.]*)/.exec(text) ?? [];
    if (version !== undefined) counts.set(version, (counts.get(version) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
