import { closeSync, constants, lstatSync, openSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { ensureFolder, inFolder } from './folder.ts';
import { ProblemError } from './problem.ts';
import { identityOfProcess, isAlive } from './process-identity.ts';
import { ensureStateFolder, STATE_FOLDER } from './state-folder.ts';

const LOCK_FOLDER = `${STATE_FOLDER}/lock`;
const ATTEMPTS = 10;

/** Our own claim may still be there when we look again. */
const CLAIM_FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW;

/**
 * Runs `use` while no other process does so in the same repository. Throws a `busy` problem otherwise.
 *
 * Every process puts a claim into `.diag-codemod/lock/`, an empty file named after itself, and then looks for claims
 * of others that are alive; it goes on when it sees none. Of two that see each other the one with the later name
 * takes its claim back, the other keeps it and looks again: so one of them always gets through. A dead claim can be
 * removed without a race, because its name never comes again: with one shared lock file, removing a stale one can
 * hit the lock that another process has just taken.
 */
export function withLock<Value>(root: string, use: () => Value): Value {
  const claim = identityOfProcess();
  try {
    for (let attempt = 0; !claimAlone(root, claim); attempt++) {
      if (attempt === ATTEMPTS) throw busy();
      pause(2 + Math.random() * 20);
    }
    return use();
  } finally {
    removeClaim(root, claim);
  }
}

function claimAlone(root: string, claim: string): boolean {
  try {
    ensureStateFolder(root);
    ensureFolder(root, STATE_FOLDER, 'lock');
    return inFolder(root, LOCK_FOLDER, (folder) => {
      closeSync(openSync(`${folder.path}/${claim}`, CLAIM_FLAGS, 0o600));
      const names = readdirSync(folder.path).filter((name) => name !== claim);
      const others = names.filter((name) => !isLeftOver(`${folder.path}/${name}`, name));
      if (others.some((other) => other < claim)) unlinkSync(`${folder.path}/${claim}`);
      return others.length === 0;
    });
  } catch (error) {
    // Another process removed the empty folder between our two calls.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function isLeftOver(path: string, identity: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return true;
  if (isAlive(identity, Date.now() - stats.mtimeMs)) return false;
  ignoringErrors(() => unlinkSync(path));
  return true;
}

function removeClaim(root: string, claim: string): void {
  ignoringErrors(() => inFolder(root, LOCK_FOLDER, (folder) => unlinkSync(`${folder.path}/${claim}`)));
  ignoringErrors(() => inFolder(root, STATE_FOLDER, (folder) => rmdirSync(`${folder.path}/lock`)));
}

/** The folder may hold other claims, or be gone already: neither is a fault. */
function ignoringErrors(run: () => void): void {
  try {
    run();
  } catch {}
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function busy(): ProblemError {
  return new ProblemError('busy', {
    code: 'busy',
    reason: 'another run of diag-codemod is at work in this repository',
    hint: 'Wait until it has ended, and run again.',
  });
}
