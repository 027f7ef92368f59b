import type { RenderedCopy } from '../kubernetes/manager-manifests.ts';
import { positionAt } from '../repository/source-file.ts';
import { type Evidence, failed, passed, skipped } from './evidence.ts';
import type { Proof } from './proof.ts';
import { containersOf, objectsOf, type RenderedObject } from './rendered/rendered.ts';
import type { Subject } from './subject.ts';

/** Committed renders say what their overlay says, in what matters here: the manager's arguments, ports and rights. */
export const copiesFresh: Proof = {
  id: 'copies-fresh',
  title: 'committed renders are those of their overlays',
  weight: 'light',
  async run(subject) {
    const copies = subject.managers.flatMap(({ manifests }) => manifests.rendered);
    const evidence: Evidence[] = [];
    for (const copy of copies) evidence.push(await judge(subject, copy));
    return evidence;
  },
};

async function judge(subject: Subject, { workload, overlays }: RenderedCopy): Promise<Evidence> {
  const renditions = await Promise.all(overlays.map((path) => subject.render({ kind: 'kustomize', path })));
  const usable = renditions.filter(({ failure, missing }) => failure === undefined && missing === undefined);
  const [first] = usable;
  if (!first)
    return skipped(
      'copies-fresh',
      workload.path,
      'its overlay could not be rendered',
      'See overlays-render.',
    );
  const committed = objectsOf(workload.file.text);
  const attempt = { ...first.attempt, milliseconds: 0 };
  const [least = []] = usable
    .map(({ objects }) => differencesOf(committed, objects))
    .sort((one, other) => one.length - other.length);
  if (least.length === 0) return passed('copies-fresh', workload.path, attempt);
  return failed('copies-fresh', workload.path, attempt, least.join('; '), {
    hint: `Render ${overlays.join(' or ')} into it again.`,
    file: workload.path,
    line: positionAt(workload.file.text, workload.node.range?.[0] ?? 0).line,
  });
}

/** What a copy says otherwise than the render; empty where it agrees. Objects that it leaves out are no difference. */
export function differencesOf(
  copy: readonly RenderedObject[],
  render: readonly RenderedObject[],
): readonly string[] {
  return render.flatMap((object) => {
    const twin = copy.find(
      ({ kind, metadata }) => kind === object.kind && metadata?.name === object.metadata?.name,
    );
    const part = twin && compared(twin, object);
    return part === undefined
      ? []
      : [`${object.kind} ${object.metadata?.name} has other ${part} than its overlay renders`];
  });
}

function compared(copy: RenderedObject, render: RenderedObject): string | undefined {
  if (/^(Cluster)?Role$/.test(render.kind ?? '')) return same(copy.rules, render.rules) ? undefined : 'rules';
  if (render.kind !== 'Deployment') return undefined;
  for (const container of containersOf(render)) {
    const twin = containersOf(copy).find(({ name }) => name === container.name);
    if (!twin) return 'containers';
    if (!same(twin.args, container.args) || !same(twin.command, container.command)) return 'arguments';
    if (!same(twin.ports, container.ports)) return 'ports';
  }
  return undefined;
}

/** The order of keys does not count. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
