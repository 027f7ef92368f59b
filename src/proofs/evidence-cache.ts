import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence, ProofId } from './evidence.ts';
import { cacheFolder } from './tools/cache-folder.ts';

/** Evidence of earlier runs, by what was proved. */
export interface EvidenceCache {
  read(proof: ProofId): readonly Evidence[] | undefined;
  write(proof: ProofId, evidence: readonly Evidence[]): void;
}

/** Nothing is known and nothing is kept. */
export const noCache: EvidenceCache = { read: () => undefined, write: () => undefined };

/**
 * Evidence in the user's cache folder, addressed by content: every file of the repository, its path and mode, the tools, and
 * whatever else `parts` holds. Only what passed is kept: a failure may be the machine's, and is looked at again.
 */
export function evidenceCache(parts: readonly string[]): EvidenceCache {
  const folder = join(cacheFolder(), 'evidence');
  const fileOf = (proof: ProofId) => {
    const hash = createHash('sha256');
    for (const part of [...parts, proof]) hash.update(`${part.length}:${part}`);
    return join(folder, `${hash.digest('hex')}.json`);
  };
  return {
    read: (proof) => readEvidence(fileOf(proof), proof),
    write: (proof, evidence) => {
      if (evidence.length === 0 || !evidence.every(isSettled)) return;
      mkdirSync(folder, { recursive: true });
      const file = fileOf(proof);
      writeFileSync(`${file}.${process.pid}`, JSON.stringify(evidence));
      renameSync(`${file}.${process.pid}`, file);
    },
  };
}

/** Passed without a remark: what has one (go mod tidy is still to be run) readies the copy for other proofs. */
function isSettled({ status, reason }: Evidence): boolean {
  return status === 'passed' && reason === undefined;
}

/** A fingerprint of files: path, mode and bytes of each. */
export function fingerprintOf(
  root: string,
  paths: readonly string[],
  modeOf: (path: string) => number,
): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\0${modeOf(path)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

function readEvidence(file: string, proof: ProofId): readonly Evidence[] | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!Array.isArray(found) || !found.every((one) => one?.proof === proof)) return undefined;
    return found.map((one: Evidence) => ({ ...one, cached: true }));
  } catch {
    return undefined;
  }
}
