import { argumentsKnown } from './arguments-known.ts';
import { build } from './build.ts';
import { copiesFresh } from './copies-fresh.ts';
import { goFormat } from './go-format.ts';
import { goModTidy } from './go-mod-tidy.ts';
import { live } from './live/index.ts';
import { noProxy } from './no-proxy.ts';
import { chartRender, overlaysRender } from './overlays-render.ts';
import { portsResolve } from './ports-resolve.ts';
import type { Proof } from './proof.ts';
import { reviewsGranted } from './reviews-granted.ts';
import { roleGeneration } from './role-generation.ts';
import { typeCheck } from './type-check/index.ts';
import { vet } from './vet.ts';

/** All proofs, in the order of {@link proofIds}: the first one readies the copy for the others. */
export const proofs: readonly Proof[] = [
  goModTidy,
  goFormat,
  typeCheck,
  build,
  vet,
  roleGeneration,
  overlaysRender,
  chartRender,
  argumentsKnown,
  reviewsGranted,
  portsResolve,
  noProxy,
  copiesFresh,
  live,
];
