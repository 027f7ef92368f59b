import { rmSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { chosenSeed, randomOf } from '../tools/random.ts';
import { toolsAreRequired } from '../tools/required.ts';
import { makeScenes, type Scene, violation } from './scene.ts';
import { type Call, callsOf, type Fault, runWithFault, straceMissing } from './strace.ts';

/** `npm run test:faults -- --all`: every fault at every call, once and lasting. */
const everything = process.env.DIAG_CODEMOD_FAULTS === 'all';
const random = randomOf(chosenSeed());
const HOUR = 3_600_000;

const SCENES = ['migrate', 'undo', 'recovery'];
const SIGNALS = ['signal=SIGTERM', 'signal=SIGINT'];
const ERRORS = ['ENOSPC', 'EIO', 'EACCES', 'EROFS', 'EMFILE', 'EDQUOT', 'EPERM', 'EXDEV'];
/** What happens at a call, and whether it lasts: all that happen once come first. */
const KINDS = [
  ...[...SIGNALS, ...ERRORS.map((error) => `error=${error}`)].map((what) => ({ what, stays: false })),
  ...ERRORS.map((error) => ({ what: `error=${error}`, stays: true })),
];

const missing = await straceMissing();
if (missing !== undefined && toolsAreRequired) throw new Error(missing);

describe.skipIf(missing !== undefined)(`faults, seed ${random.seed}`, () => {
  let scenes: readonly Scene[] = [];
  const calls = new Map<string, readonly Call[]>();

  beforeAll(async () => {
    scenes = await makeScenes();
    for (const scene of scenes) calls.set(scene.name, await callsInto(scene));
  }, HOUR);

  const sceneOf = (name: string): Scene => scenes.find((scene) => scene.name === name) as Scene;
  const callsIn = (name: string) => calls.get(name) ?? [];

  test.each([
    ['migrate', 1],
    ['recovery', 1],
    ['undo', 3],
  ])('%s, killed at its calls (one of %i), leaves all or nothing', { timeout: HOUR }, async (name, oneOf) => {
    const all = callsIn(name);
    expect(all.length).toBeGreaterThan(100);
    const chosen = everything ? all : random.sample(all, Math.ceil(all.length / oneOf));
    await expectNone(sceneOf(name), chosen.map(fault('signal=SIGKILL', false)));
  });

  test.each(everything ? [] : SCENES)(
    '%s, disturbed by signals and errors, tells the truth',
    { timeout: HOUR },
    async (name) => {
      const faults = KINDS.flatMap(({ what, stays }) => callsIn(name).map(fault(what, stays)));
      await expectNone(sceneOf(name), random.sample(faults, 60));
    },
  );

  // One test for each, so that a run of hours tells how far it is.
  test.each(everything ? KINDS.flatMap((kind) => SCENES.map((name) => ({ ...kind, name }))) : [])(
    '$name, disturbed at every call by $what (lasting: $stays), tells the truth',
    { timeout: 10 * HOUR },
    async ({ name, what, stays }) => expectNone(sceneOf(name), callsIn(name).map(fault(what, stays))),
  );
});

if (missing !== undefined) {
  describe('faults', () => {
    test.skip(`not injected: ${missing}`, () => undefined);
  });
}

function fault(what: string, stays: boolean): (call: Call) => Fault {
  return (call) => ({ call, what, stays });
}

/** The calls of an undisturbed run; of a recovery those up to its end, what follows only reads. */
async function callsInto(scene: Scene): Promise<readonly Call[]> {
  const root = scene.prepare();
  const calls = await callsOf(scene.command(root), root);
  rmSync(root, { recursive: true });
  const last = calls.findLastIndex(({ name }) => name === 'unlink' || name === 'rmdir' || name === 'rename');
  return scene.name === 'recovery' ? calls.slice(0, last + 3) : calls;
}

/** Runs at once; `DIAG_CODEMOD_WORKERS` asks for others. */
const workers = Number(process.env.DIAG_CODEMOD_WORKERS ?? 2);

/** Injects every fault into a run of its own. */
async function expectNone(scene: Scene, faults: readonly Fault[]): Promise<void> {
  const violations: string[] = [];
  const codes = new Map<number, number>();
  const start = Date.now();
  let next = 0;
  const work = async () => {
    for (let injected = faults[next++]; injected; injected = faults[next++]) {
      const root = scene.prepare();
      const result = await runWithFault(scene.command(root), injected);
      codes.set(result.code, (codes.get(result.code) ?? 0) + 1);
      const found = violation(scene, root, result);
      if (found !== undefined)
        violations.push(`${injected.what}${injected.stays ? '+' : ''} at ${injected.call.line}: ${found}`);
      rmSync(root, { recursive: true });
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  const ends = [...codes]
    .map(([code, count]) => `${count} × ${code === 128 ? 'killed' : `exit ${code}`}`)
    .join(', ');
  const kinds = [...new Set(faults.map(({ what, stays }) => `${what}${stays ? '+' : ''}`))];
  console.log(
    `${scene.name}, ${kinds.length > 3 ? 'all kinds' : kinds.join(', ')}: ${faults.length} faults (${ends}), ${violations.length} violations, ${Date.now() - start} ms`,
  );
  expect(violations).toEqual([]);
}
