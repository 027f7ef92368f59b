import type { Evidence, ProofId } from './evidence.ts';
import type { Subject } from './subject.ts';

/** One question about a repository that a program answers. It never throws for what it finds: that is evidence. */
export interface Proof {
  readonly id: ProofId;
  /** One line for `--help` and reports. */
  readonly title: string;
  /**
   * `light`: a second of one core. `heavy`: compiles or type-checks, all cores and a gigabyte; one at a time. `last`: measures time,
   * and has the machine for itself.
   */
  readonly weight: 'light' | 'heavy' | 'last';
  /** Only with this option; undefined for proofs that always run. */
  readonly option?: 'build' | 'live';
  /** Without a go on the PATH it cannot be proved, and is skipped. */
  readonly needsGo?: true;
  run(subject: Subject): Promise<readonly Evidence[]>;
}
