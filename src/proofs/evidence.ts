/** The proofs, in the order in which they are told. */
export const proofIds = [
  'go-mod-tidy',
  'go-format',
  'type-check',
  'build',
  'vet',
  'role-generation',
  'overlays-render',
  'chart-render',
  'arguments-known',
  'reviews-granted',
  'ports-resolve',
  'no-proxy',
  'copies-fresh',
  'live',
] as const;

/** What a proof is called. */
export type ProofId = (typeof proofIds)[number];

/** A proof that ran, or why it did not (design §2). */
export interface Evidence {
  readonly proof: ProofId;
  /** What was proved: an entry point, an overlay, a file. */
  readonly subject: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** The program that was asked, and what it calls its version; empty where this tool judged by itself. */
  readonly tool: string;
  readonly version: string;
  /** To repeat it by hand; empty where nothing was run. */
  readonly command: string;
  readonly durationMs: number;
  /** One sentence: always there for what failed or was skipped. */
  readonly reason?: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** The same input was proved before; `durationMs` is that run's. */
  readonly cached?: true;
  /** What the endpoint answered, where it was asked. */
  readonly measured?: Measured;
}

/** What a metrics endpoint answered. HTTP status codes; 0 where the connection failed. */
export interface Answers {
  readonly plainHttp: number;
  readonly noToken: number;
  readonly garbageToken: number;
  readonly withoutRole: number;
  readonly metricsReader: number;
  /** `# TYPE` lines in the answer to the reader, or over plain http where that is open. */
  readonly metricTypes: number;
  readonly port: number;
}

/** The endpoint as it is, without the two rules, and as it was before the migration. */
export interface Measured {
  readonly now: Answers;
  readonly withoutRules?: Answers;
  readonly before?: Answers;
}

/** What was run for a piece of evidence. */
export interface Attempt {
  readonly tool: string;
  readonly version: string;
  readonly command: string;
  readonly milliseconds: number;
}

/** This tool itself looked: no other program was asked. */
export const ownJudgement: Attempt = { tool: '', version: '', command: '', milliseconds: 0 };

type Details = Omit<Partial<Evidence>, 'reason' | 'status'>;

export function passed(proof: ProofId, subject: string, attempt: Attempt, details: Partial<Evidence> = {}) {
  return evidence(proof, subject, 'passed', attempt, details);
}

export function failed(
  proof: ProofId,
  subject: string,
  attempt: Attempt,
  reason: string,
  details: Details = {},
): Evidence {
  return evidence(proof, subject, 'failed', attempt, { reason, ...details });
}

export function skipped(proof: ProofId, subject: string, reason: string, hint: string): Evidence {
  return evidence(proof, subject, 'skipped', ownJudgement, { reason, hint });
}

function evidence(
  proof: ProofId,
  subject: string,
  status: Evidence['status'],
  { tool, version, command, milliseconds }: Attempt,
  details: Partial<Evidence>,
): Evidence {
  return { proof, subject, status, tool, version, command, durationMs: Math.round(milliseconds), ...details };
}
