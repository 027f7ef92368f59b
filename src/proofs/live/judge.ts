import type { Answers } from '../evidence.ts';
import type { LiveOutcome } from './job.ts';

/** Why a live measurement is no proof; undefined where it is one (live.md §2). */
export function faultOf({ answers, withoutRules, failure, output }: LiveOutcome): string | undefined {
  if (!answers) return `${failure ?? 'nothing was measured'}; it said: ${lastWords(output)}`;
  const open = openness(answers);
  if (open !== undefined) return open;
  if (failure !== undefined) return `${failure}; it said: ${lastWords(output)}`;
  const { noToken, garbageToken, withoutRole, metricsReader, metricTypes } = answers;
  if (metricsReader === 500) {
    return 'a client that may read metrics gets 500: the ServiceAccount may not create tokenreviews and subjectaccessreviews';
  }
  if (noToken !== 401) return `without a token it answers ${noToken}, not 401`;
  if (garbageToken !== 401 && garbageToken !== 500)
    return `to a token of nobody it answers ${garbageToken}, not 401 or 500`;
  if (withoutRole !== 403) return `to a client without the role it answers ${withoutRole}, not 403`;
  if (metricsReader !== 200) return `to a client that may read metrics it answers ${metricsReader}, not 200`;
  if (metricTypes === 0) return 'its answer holds no metrics';
  return withoutRules?.metricsReader === 200
    ? 'it still answers 200 without the two rules: something else than the API server decides, or grants them'
    : undefined;
}

/** Who could read the metrics, in words for a reviewer. */
function openness({ plainHttp, noToken, port }: Answers): string | undefined {
  if (plainHttp === 200) return `anybody can read it: plain http on port ${port} answers 200 without a token`;
  if (noToken === 200) return `anybody can read it: https on port ${port} answers 200 without a token`;
  return undefined;
}

/** What a manager said last, on one line: its error, not the stack below it. */
export function lastWords(output: string): string {
  const lines = output
    .trim()
    .split('\n')
    .filter(
      (line) =>
        !/^\s*(goroutine |\/|\t|main\.|runtime\.|k8s\.io|sigs\.k8s\.io|created by|>)/.test(line) &&
        line.trim() !== '',
    );
  const telling = lines.filter((line) =>
    /error|unable|fail|panic|unknown flag|not defined|must|required/i.test(line),
  );
  return (telling.at(-1) ?? lines.at(-1) ?? 'nothing').trim().slice(0, 400);
}
