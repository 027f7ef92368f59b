import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Attempt, type Evidence, failed, passed, skipped } from './evidence.ts';
import { makeEnvironment } from './makefile/make-environment.ts';
import { type Regeneration, regenerateRoles } from './makefile/regenerate-roles.ts';
import { generatorLines } from './makefile/role-commands.ts';
import type { Proof } from './proof.ts';
import type { Subject } from './subject.ts';
import { controllerGen } from './tools/controller-gen.ts';
import { goFlags } from './tools/environment.ts';
import { findProgram } from './tools/go-command.ts';

/**
 * controller-gen of the repository's own version, called as its Makefile calls it, leaves the roles as they are. Nothing is to be
 * proved where no Makefile writes a role.
 */
export const roleGeneration: Proof = {
  id: 'role-generation',
  title: 'controller-gen, called as the Makefile calls it, leaves the roles as they are',
  weight: 'heavy',
  needsGo: true,
  async run(subject) {
    const makefiles = makefilesOf(subject);
    if (makefiles.length === 0) return [];
    if (findProgram('make', subject.scratch.tree) === undefined) {
      return [
        skipped('role-generation', makefiles.join(', '), 'there is no make on the PATH', 'Install make.'),
      ];
    }
    const evidence: Evidence[] = [];
    for (const makefile of makefiles) evidence.push(await regenerate(subject, makefile));
    return evidence;
  },
};

/** Folders of the Makefiles whose recipes write a role; that of the root stands for files that it includes. */
function makefilesOf({ survey }: Subject): readonly string[] {
  const { repository, generatorCalls } = survey;
  const writing = generatorCalls.filter(({ role }) => role).map(({ file }) => posix.dirname(file));
  const folders = writing.map((folder) => (repository.has(posix.join(folder, 'Makefile')) ? folder : '.'));
  return [...new Set(folders)]
    .map((folder) => posix.join(folder, 'Makefile'))
    .filter((path) => repository.has(path));
}

async function regenerate(subject: Subject, makefile: string): Promise<Evidence> {
  const call = subject.survey.generatorCalls.find(({ role, version }) => role && version);
  const version = call?.version?.version;
  if (version === undefined) {
    return skipped(
      'role-generation',
      makefile,
      'the version of controller-gen is pinned nowhere',
      'Pin it in the Makefile.',
    );
  }
  const generator = await controllerGen(version, subject.environments.fetching);
  if ('missing' in generator) {
    return skipped(
      'role-generation',
      makefile,
      generator.missing.slice(0, 400),
      `go install sigs.k8s.io/controller-tools/cmd/controller-gen@${version} must work.`,
    );
  }
  return judged(makefile, version, await regenerated(subject, makefile, generator.path));
}

/** Runs in a copy of its own: other proofs read the tree meanwhile. */
async function regenerated(
  subject: Subject,
  makefile: string,
  generator: string,
): Promise<Regeneration & { milliseconds: number }> {
  const start = Date.now();
  const directory = posix.dirname(makefile);
  const place = mkdtempSync(join(subject.scratch.root, 'generator-'));
  cpSync(subject.scratch.tree, join(place, 'tree'), { recursive: true, verbatimSymlinks: true });
  const root = join(place, 'tree', directory);
  const binaries = join(place, 'bin');
  mkdirSync(binaries);
  symlinkSync(generator, join(binaries, 'controller-gen'));
  const { offline } = subject.environments;
  const mode = await subject.goFlags(directory);
  const make = makeEnvironment({ root: place }, offline, join(place, 'tree'), 'bin');
  const env = { ...make, GOFLAGS: goFlags(mode) };
  const made = await regenerateRoles(root, await generatorLines(root, env), env);
  rmSync(place, { recursive: true, force: true });
  return { ...made, milliseconds: Date.now() - start };
}

/** What go says where it may load nothing, or tidy could not come to an end: no word about the repository. */
const LACKS_MODULES = /module lookup disabled by GOPROXY=off|missing go\.sum entry/;

function judged(makefile: string, version: string, made: Regeneration & { milliseconds: number }): Evidence {
  const [line] = made.lines;
  const target = line ? `make ${line.target}` : 'make';
  const attempt: Attempt = {
    tool: 'controller-gen',
    version,
    command: target,
    milliseconds: made.milliseconds,
  };
  if (!line)
    return skipped(
      'role-generation',
      makefile,
      `make prints no call of controller-gen that writes a role`,
      `Look at ${makefile} by hand.`,
    );
  const [failure] = made.failed;
  if (failure !== undefined && LACKS_MODULES.test(failure))
    return skipped(
      'role-generation',
      makefile,
      `not all modules are within reach: ${failure.slice(0, 400)}`,
      'See go-mod-tidy.',
    );
  if (failure !== undefined)
    return failed('role-generation', makefile, attempt, failure.slice(0, 500), { file: makefile });
  const [changed] = made.changed;
  if (!changed) return passed('role-generation', made.written.join(', ') || makefile, attempt);
  const path = posix.join(posix.dirname(makefile), changed.path);
  const { line: at, text } = firstDifference(changed.before ?? '', changed.after);
  return failed('role-generation', path, attempt, `${target} changes this role: ${text}`, {
    hint: 'Markers or rules were added by hand where the generator does not see them: see diag-codemod explain rbac-markers.',
    file: path,
    line: changed.before === undefined ? 1 : at,
  });
}

/** Which lines of a role go and come, and where the first difference is. */
export function firstDifference(before: string, after: string): { line: number; text: string } {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const at = old.findIndex((line, index) => line !== now[index]);
  const words = [quoted('without', old, now), quoted('with', now, old)].filter((word) => word !== '');
  return {
    line: (at === -1 ? old.length : at) + 1,
    text: words.join(', ') || 'the same lines in another order',
  };
}

/** The first lines of one text that the other has not. */
function quoted(word: string, own: readonly string[], other: readonly string[]): string {
  const lines = own.filter((line) => !other.includes(line)).map((line) => line.trim());
  return lines.length === 0 ? '' : `${word} "${lines.slice(0, 3).join('", "')}"`;
}
