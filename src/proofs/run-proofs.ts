import { type Evidence, type ProofId, proofIds, skipped } from './evidence.ts';
import type { EvidenceCache } from './evidence-cache.ts';
import type { Proof } from './proof.ts';
import type { Subject } from './subject.ts';
import { concurrency } from './tools/environment.ts';
import { HOW_TO_GET_GO } from './tools/go-command.ts';

/**
 * Runs proofs: the one that readies the copy first, then heavy ones one after the other with light ones beside them, then
 * those that measure time. The answer is in the order of {@link proofIds}.
 */
export async function runProofs(
  subject: Subject,
  proofs: readonly Proof[],
  cache: EvidenceCache,
): Promise<readonly Evidence[]> {
  const prove = (proof: Proof) => proveOnce(subject, proof, cache);
  const [first, ...others] = proofs;
  if (!first) return [];
  const evidence = [...(await prove(first))];
  const heavy = others.filter(({ weight }) => weight === 'heavy');
  const light = others.filter(({ weight }) => weight === 'light');
  const last = others.filter(({ weight }) => weight === 'last');
  const lanes = [inTurn(heavy, prove), inLanes(light, prove, Math.max(1, concurrency() - 1))];
  evidence.push(...(await Promise.all(lanes)).flat(), ...(await inTurn(last, prove)));
  return evidence.sort((one, other) => proofIds.indexOf(one.proof) - proofIds.indexOf(other.proof));
}

/** `--require`: a proof that was skipped counts as failed; one that had nothing to look at does not. */
export function required(evidence: readonly Evidence[], ids: ReadonlySet<ProofId>): readonly Evidence[] {
  return evidence.map((one) =>
    one.status === 'skipped' && ids.has(one.proof)
      ? { ...one, status: 'failed', reason: `required, but skipped: ${one.reason}` }
      : one,
  );
}

async function proveOnce(subject: Subject, proof: Proof, cache: EvidenceCache): Promise<readonly Evidence[]> {
  const known = cache.read(proof.id);
  if (known) return known;
  if (proof.needsGo && !subject.environments.hasGo) return withoutGo(subject, proof.id);
  subject.progress(`${proof.id}: ${proof.title}`);
  const evidence = await proof.run(subject);
  cache.write(proof.id, evidence);
  return evidence;
}

/** Where there is no manager nothing is to be proved, with Go or without. */
function withoutGo({ managers }: Subject, proof: ProofId): readonly Evidence[] {
  const names = managers.map(({ entryPoint }) => entryPoint).join(', ');
  return names === '' ? [] : [skipped(proof, names, 'there is no go on the PATH', HOW_TO_GET_GO)];
}

type Prove = (proof: Proof) => Promise<readonly Evidence[]>;

async function inTurn(proofs: readonly Proof[], prove: Prove): Promise<readonly Evidence[]> {
  const evidence: Evidence[] = [];
  for (const proof of proofs) evidence.push(...(await prove(proof)));
  return evidence;
}

async function inLanes(proofs: readonly Proof[], prove: Prove, lanes: number): Promise<readonly Evidence[]> {
  const parts = [...Array(lanes).keys()].map((lane) => proofs.filter((_, at) => at % lanes === lane));
  return (await Promise.all(parts.map((part) => inTurn(part, prove)))).flat();
}
