import { type Evidence, failed, passed, skipped } from '../evidence.ts';
import type { Proof } from '../proof.ts';
import { placeOfArgument } from '../rendered/argument-place.ts';
import { argumentsOf } from '../rendered/rendered.ts';
import { type RenderedManager, renderedManagers } from '../rendered/rendition.ts';
import type { Subject } from '../subject.ts';
import { findAssets, HOW_TO_GET_ASSETS } from './assets.ts';
import type { LiveMode, LiveOutcome, LiveResult } from './job.ts';
import { faultOf } from './judge.ts';
import { type PlannedRun, planRun } from './plan-runs.ts';
import { startLive } from './start.ts';

/** A manager as it would run in a cluster answers 401 without a token, 403 without the role, 200 with it (live.md §5). */
export const live: Proof = {
  id: 'live',
  title: 'the metrics endpoint, asked through a real API server',
  weight: 'last',
  option: 'live',
  needsGo: true,
  async run(subject) {
    const names = subject.managers.map(({ entryPoint }) => entryPoint).join(', ');
    const assets = findAssets();
    if ('missing' in assets) return [skipped('live', names, assets.missing, HOW_TO_GET_ASSETS)];
    const rendered = distinct(await renderedManagers(subject));
    if (rendered.length === 0) {
      return [skipped('live', names, 'no Deployment of it could be rendered', 'See overlays-render.')];
    }
    const now = await plan(subject, rendered, 'now');
    const before = subject.before
      ? await plan(subject.before, matching(await renderedManagers(subject.before), rendered), 'before')
      : [];
    const unbuilt = rendered.filter((one) => !now.some((run) => run.rendered === one));
    const result =
      now.length > 0
        ? await startLive(
            subject,
            assets,
            [...now, ...before].map(({ run }) => run),
          )
        : undefined;
    return [
      ...unbuilt.map((one) => skipped('live', nameOf(one), 'the manager does not build', 'See build.')),
      ...(result ? now.map((run) => judged(run, result, before)) : []),
    ];
  },
};

/** Overlays that give a manager the same arguments and rights are one case. */
function distinct(rendered: readonly RenderedManager[]): readonly RenderedManager[] {
  const keyOf = ({ manager, container, workload }: RenderedManager) =>
    JSON.stringify([
      manager.entryPoint,
      argumentsOf(container),
      container.env,
      workload.spec?.template?.spec?.serviceAccountName,
    ]);
  return rendered.filter((one, at) => rendered.findIndex((other) => keyOf(other) === keyOf(one)) === at);
}

/** Those of `before` that are compared: the same manager in the same place. */
function matching(
  before: readonly RenderedManager[],
  now: readonly RenderedManager[],
): readonly RenderedManager[] {
  return before.filter((one) => now.some((other) => nameOf(other) === nameOf(one)));
}

async function plan(
  subject: Subject,
  rendered: readonly RenderedManager[],
  when: string,
): Promise<readonly PlannedRun[]> {
  const runs: PlannedRun[] = [];
  for (const [at, one] of rendered.entries()) {
    subject.progress(`live: build ${one.manager.entryPoint} (${when})`);
    const built = await subject.build(one.manager);
    if (built.failure !== undefined) continue;
    runs.push(planRun(one, built.binary, `${when}-${at}`, subject.environments.named, when === 'now'));
  }
  return runs;
}

function nameOf({ manager, rendition }: RenderedManager): string {
  return `${manager.entryPoint} in ${rendition.place.path}`;
}

function judged(
  planned: PlannedRun,
  result: LiveResult & { mode: LiveMode },
  before: readonly PlannedRun[],
): Evidence {
  const { rendered, run } = planned;
  const name = nameOf(rendered);
  const outcome = result.outcomes.find(({ id }) => id === run.id);
  const attempt = {
    tool: 'kube-apiserver',
    version: result.version,
    command: [run.program, ...run.args].join(' '),
    milliseconds: outcome?.milliseconds ?? 0,
  };
  if (!outcome) return failed('live', name, attempt, `nothing was measured: ${result.failure}`);
  const earlier = before.find(({ rendered: one }) => nameOf(one) === name);
  const measured = measuredOf(
    outcome,
    result.outcomes.find(({ id }) => id === earlier?.run.id),
  );
  const fault = faultOf(outcome);
  const remarks = remarksOf(outcome, result.mode);
  if (fault === undefined)
    return passed('live', name, attempt, { ...measured, ...(remarks === '' ? {} : { reason: remarks }) });
  const refused =
    outcome.answers || outcome.refused.length === 0 ? '' : ` The API server refused ${outcome.refused[0]}.`;
  return failed('live', name, attempt, fault + refused, {
    ...measured,
    ...placeOfArgument(rendered.manager, fault),
    ...hintOf(outcome),
  });
}

function measuredOf(now: LiveOutcome, before: LiveOutcome | undefined): Pick<Evidence, 'measured'> {
  if (!now.answers) return {};
  return {
    measured: {
      now: now.answers,
      ...(now.withoutRules ? { withoutRules: now.withoutRules } : {}),
      ...(before?.answers ? { before: before.answers } : {}),
    },
  };
}

/** What a reviewer must know of a proof that is not quite the cluster. */
function remarksOf({ stubs, changedArguments }: LiveOutcome, mode: LiveMode): string {
  return [
    stubs.length > 0 ? `kinds of other projects were served by stubs: ${stubs.join(', ')}` : '',
    mode === 'plain'
      ? `it ran as an ordinary process, with other arguments: ${changedArguments.join(' ')}`
      : '',
    mode === 'chroot' ? 'it ran on the network of this machine' : '',
  ]
    .filter((remark) => remark !== '')
    .join('; ');
}

function hintOf({ answers, output }: LiveOutcome): { hint?: string } {
  if (answers) return {};
  return /credential|token|environment variable|is not set|must be set|access key/i.test(output)
    ? { hint: 'If it needs a variable of its environment to start, name it: --env NAME.' }
    : {};
}
