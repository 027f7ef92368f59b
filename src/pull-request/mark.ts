import { createHash } from 'node:crypto';

/** A short digest of texts: enough to see that something is as it was, no proof against somebody who wants to deceive. */
export function markOf(texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16);
}
