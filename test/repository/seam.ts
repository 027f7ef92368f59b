import type * as NodeFs from 'node:fs';
import { constants } from 'node:os';
import { onTestFinished } from 'vitest';

/** What is done at the next call of a function of node:fs that fits; what it throws, the call throws. */
interface Trap {
  readonly name: string;
  readonly fits: (...args: readonly unknown[]) => boolean;
  /** What it answers other than undefined, the call answers. */
  readonly act: (...args: readonly unknown[]) => unknown;
}

let traps: readonly Trap[] = [];

/**
 * The module node:fs with traps in it. A test file takes it by
 * `vi.mock('node:fs', async (original) => (await import('./seam.ts')).trapped(await original()))`.
 */
export function trapped(fs: typeof NodeFs): typeof NodeFs {
  const wrapped = Object.entries(fs).map(([name, value]) =>
    typeof value === 'function' && name.endsWith('Sync')
      ? [name, wrap(name, value as (...args: never[]) => unknown)]
      : [name, value],
  );
  return { ...Object.fromEntries(wrapped), default: fs };
}

function wrap(name: string, call: (...args: never[]) => unknown) {
  return (...args: never[]) => {
    const trap = traps.find((candidate) => candidate.name === name && candidate.fits(...args));
    if (trap) {
      // Once, and not for what it does itself.
      traps = traps.filter((other) => other !== trap);
      const answer = trap.act(...args);
      if (answer !== undefined) return answer;
    }
    return call(...args);
  };
}

/** Does something right before the next call of `name` that fits. Answers whether it was done. */
export function rightBefore(
  name: keyof typeof NodeFs,
  act: () => void,
  fits: Trap['fits'] = () => true,
): () => boolean {
  return set({ name, fits, act: () => void act() });
}

/** Answers the next call of `name` in its place. */
export function answering(name: keyof typeof NodeFs, answer: unknown): () => boolean {
  return set({ name, fits: () => true, act: () => answer });
}

function set(trap: Trap): () => boolean {
  traps = [...traps, trap];
  onTestFinished(() => {
    traps = [];
  });
  return () => !traps.includes(trap);
}

/** Lets the next call of `name` that fits fail. Answers whether it did. */
export function failing(
  name: keyof typeof NodeFs,
  code: keyof typeof constants.errno,
  fits?: Trap['fits'],
): () => boolean {
  const act = () => {
    throw Object.assign(new Error(`${code}: injected`), {
      code,
      errno: -constants.errno[code],
      syscall: name,
    });
  };
  return rightBefore(name, act, fits);
}

/** Whether the first argument ends like this: paths begin with a descriptor's number. */
export function at(ending: string): Trap['fits'] {
  return (path) => String(path).endsWith(ending);
}

/** The same for the second argument: the target of a rename or a link. */
export function onto(ending: string): Trap['fits'] {
  return (_source, target) => String(target).endsWith(ending);
}
