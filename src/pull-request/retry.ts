/** What time is, for whom waits: a test has its own. Milliseconds. */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** What an answer that is an error says of trying again. */
export interface FailedAnswer {
  /** HTTP status; 500 and more for a connection that failed. */
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

/** So often a request is sent at most. */
const ATTEMPTS = 4;
/** A longer wait is not waited for: the run ends, and says when to run again. In milliseconds. */
export const LONGEST_WAIT = 5 * 60_000;
const MINUTE = 60_000;

/**
 * Sends a request again as the API asks: after `Retry-After`; when the limit is renewed (`x-ratelimit-reset`); for a secondary limit that names no time
 * after a minute, then two, then four; for a fault of the server after 1, 4 and 9 seconds. Bounded in attempts and in time.
 */
export async function retrying<Value>(
  send: () => Promise<Value>,
  failedAnswer: (error: unknown) => FailedAnswer | undefined,
  { clock, waiting }: { readonly clock: Clock; readonly waiting: (milliseconds: number) => void },
): Promise<Value> {
  const latest = clock.now() + LONGEST_WAIT;
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const answer = failedAnswer(error);
      const wait = answer && waitFor(answer, attempt, clock.now());
      if (wait === undefined || attempt === ATTEMPTS || clock.now() + wait > latest) throw error;
      waiting(wait);
      await clock.sleep(wait);
    }
  }
}

/** Whether an answer is about a limit of requests. */
export function isLimited({ status, message, headers }: FailedAnswer): boolean {
  if (status === 429) return true;
  const named = headers['retry-after'] !== undefined || Number(headers['x-ratelimit-remaining'] ?? 1) === 0;
  return status === 403 && (named || /secondary rate|rate limit|abuse detection/i.test(message));
}

/** When the limit ends, in milliseconds since 1970; undefined where the answer does not say. */
export function limitEnds({ headers }: FailedAnswer, now: number): number | undefined {
  const after = headers['retry-after'];
  if (after !== undefined) return now + (/^\d+$/.test(String(after)) ? Number(after) * 1000 : MINUTE);
  // The clocks of two machines differ: a second more.
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  const isSpent = Number(headers['x-ratelimit-remaining'] ?? 1) === 0;
  return isSpent && Number.isFinite(reset) ? Math.max(now, reset * 1000) + 1000 : undefined;
}

function waitFor(answer: FailedAnswer, attempt: number, now: number): number | undefined {
  if (isLimited(answer)) return (limitEnds(answer, now) ?? now + MINUTE * 2 ** (attempt - 1)) - now;
  return answer.status >= 500 ? attempt ** 2 * 1000 : undefined;
}
