import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoModule } from '../golang/go-module.ts';
import { type Attempt, type Evidence, failed, passed, skipped } from './evidence.ts';
import type { Proof } from './proof.ts';
import type { Subject } from './subject.ts';
import { attemptOf, type GoRun, runGoIn } from './tools/go-run.ts';
import { goWords } from './tools/go-words.ts';
import { bytesOf } from './tools/scratch.ts';

/** `go mod tidy` in the copy: whatever it changes is told, and the other proofs work on the result. */
export const goModTidy: Proof = {
  id: 'go-mod-tidy',
  title: 'go.mod and go.sum are what go mod tidy leaves',
  weight: 'heavy',
  needsGo: true,
  async run(subject) {
    const modules = new Set(subject.managers.map(({ module }) => module));
    const evidence: Evidence[] = [];
    for (const module of modules) evidence.push(await tidyModule(subject, module));
    return evidence;
  },
};

async function tidyModule(subject: Subject, module: GoModule): Promise<Evidence> {
  const { tree } = subject.scratch;
  const sum = module.file.replace(/go\.mod$/, 'go.sum');
  const before = { mod: textOf(tree, module.file) ?? '', sum: textOf(tree, sum) };
  // Whether vendor/ fits can only be asked of the go.mod that this leaves.
  const run = await runGoIn({ ...subject, goFlags: async () => '' }, module.directory, ['mod', 'tidy']);
  const attempt = attemptOf(run);
  if (run.code !== 0) {
    writeFileSync(join(tree, module.file), before.mod);
    if (before.sum !== undefined) writeFileSync(join(tree, sum), before.sum);
    return untidied(module, run, attempt);
  }
  const change = firstChange(
    module,
    before,
    { mod: textOf(tree, module.file) ?? '', sum: textOf(tree, sum) },
    sum,
  );
  if (change === undefined) return passed('go-mod-tidy', module.file, attempt);
  // Without any go.sum nobody has built the module yet: only what a person writes into go.mod can be wrong.
  const expected = subject.tidyIsAnnounced || (before.sum === undefined && !change.direct);
  if (expected)
    return passed('go-mod-tidy', module.file, attempt, {
      reason: `${change.reason}: still to be run in the repository`,
    });
  return failed('go-mod-tidy', module.file, attempt, change.reason, {
    hint: `Run ${attempt.command}.`,
    file: change.file,
    line: change.line,
  });
}

/** Why go mod tidy did not come to an end. What the machine or a generator lacks is no fault of the repository. */
function untidied({ file, modulePath }: GoModule, run: GoRun, attempt: Attempt): Evidence {
  const own = missingOwnPackage(run.stderr, modulePath);
  if (own !== undefined)
    return skipped(
      'go-mod-tidy',
      file,
      `the package ${own} of this module is not there, maybe because it is generated`,
      'Generate it, then run go mod tidy.',
    );
  if (isOutOfReach(run))
    return skipped(
      'go-mod-tidy',
      file,
      `modules are out of reach: ${firstError(run)}`,
      'Give go the network, and for private modules --env GOPRIVATE and what its access needs.',
    );
  return failed('go-mod-tidy', file, attempt, `go mod tidy: ${firstError(run)}`, { file });
}

interface Texts {
  readonly mod: string;
  readonly sum: string | undefined;
}

/** Where go mod tidy makes its first change, and whether that is about a direct requirement. */
export function firstChange(module: Pick<GoModule, 'file'>, before: Texts, after: Texts, sum: string) {
  if (before.mod !== after.mod) {
    const { line, words } = differingLines(before.mod, after.mod);
    const direct = directRequirements(before.mod) !== directRequirements(after.mod);
    return { file: module.file, line, direct, reason: `go mod tidy changes ${words('go.mod')}` };
  }
  if (before.sum === after.sum) return undefined;
  const { line, words } = differingLines(before.sum ?? '', after.sum ?? '');
  return { file: sum, line, direct: false, reason: `go mod tidy changes ${words('go.sum')}` };
}

/** Some lines that come or go say more than a number: first those that a person writes. */
const QUOTED_LINES = 2;

function differingLines(before: string, after: string): { line: number; words: (file: string) => string } {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const [had, has] = [new Set(old), new Set(now)];
  const first = now.findIndex((text, at) => text !== old[at]);
  const changes = [
    ...old.filter((text) => !has.has(text)).map((text) => `-${text.trim()}`),
    ...now.filter((text) => !had.has(text)).map((text) => `+${text.trim()}`),
  ];
  changes.sort((one, other) => Number(isIndirect(one)) - Number(isIndirect(other)));
  const more = changes.length > QUOTED_LINES ? ', …' : '';
  const quoted = changes.length > 0 ? `: ${changes.slice(0, QUOTED_LINES).join(', ')}${more}` : '';
  return {
    line: Math.max(1, Math.min(first + 1, old.length)),
    words: (file) => `${Math.max(1, changes.length)} line(s) of ${file}${quoted}`,
  };
}

function isIndirect(line: string): boolean {
  return line.endsWith('// indirect');
}

function directRequirements(goMod: string): string {
  const lines = goMod.split('\n').map((line) => line.replace(/^require\s+/, '').trim());
  return lines
    .filter((line) => /^\S+\.\S+ v\S+$/.test(line))
    .sort()
    .join('\n');
}

/** A package of the module itself that go looks for elsewhere, because nothing of it is committed. Its import path. */
export function missingOwnPackage(stderr: string, modulePath: string): string | undefined {
  const wanted = [...stderr.matchAll(/finding module for package (\S+)/g)].flatMap(([, path]) => path ?? []);
  return wanted.find((path) => path.startsWith(`${modulePath}/`));
}

/** The network, a proxy that has not what is asked for, or a repository that only version control could fetch. */
function isOutOfReach({ stderr }: GoRun): boolean {
  return /dial tcp|no such host|timeout|: (?:40[134]|410|50\d) |GOVCS|GOPROXY=|module lookup disabled|connection refused/.test(
    stderr,
  );
}

function firstError({ stderr }: GoRun): string {
  const lines = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^go: (?:downloading|finding) /.test(line));
  return goWords(lines.slice(-2).join(' ')).slice(0, 400);
}

function textOf(tree: string, path: string): string | undefined {
  return bytesOf(tree, path)?.toString('utf8');
}
