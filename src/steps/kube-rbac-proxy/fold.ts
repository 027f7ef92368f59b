import { addList } from '../../kubernetes/absent-list.ts';
import { OLD_METRICS_FLAGS } from '../../kubernetes/arguments.ts';
import { becomeList, type WrittenItem } from '../../kubernetes/become-list.ts';
import { argumentOperation } from '../../kubernetes/effective-arguments.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import type { Splice } from '../../kubernetes/splice.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import type { Decision } from '../../migration/decision.ts';
import { textKey } from './texts.ts';

/** Arguments of the manager that move from the patches of a sidecar to where they are in force without them. */
export interface Fold {
  readonly target: WorkloadSource;
  readonly splices: readonly Splice[];
  /** Keys of the patches that lose their `args`. */
  readonly carriers: ReadonlySet<string>;
}

/**
 * A strategic patch replaces `args` wholesale: those of a sidecar's patch are the ones that the manager gets (facts C2),
 * and would be lost with the patch. They are written where the list is in force without it, provided that no overlay gets
 * other arguments than before, the address of its metrics aside. Where that cannot be, the patch keeps them.
 *
 * @param patches strategic patches that bring or change a sidecar, and may lose their arguments.
 */
export function planFolds(decision: Decision, patches: readonly WorkloadSource[]): readonly Fold[] {
  const { renderings } = decision.manager.manifests;
  const carriers = patches.filter((it) => it.container?.args !== undefined);
  const keys = new Set(carriers.map(textKey));
  const groups = new Map<string, Group>();
  for (const carrier of carriers) {
    const users = renderings.filter((it) => textKey(it.argumentSource) === textKey(carrier));
    const targets = new Map(users.map((it) => sourceWithout(it, keys)).map((it) => [textKey(it), it]));
    const [target] = [...targets.values()];
    if (!target || targets.size > 1) continue;
    const group = groups.get(textKey(target)) ?? { target, carriers: [] };
    groups.set(textKey(target), { target, carriers: [...group.carriers, carrier] });
  }
  return [...groups.values()].flatMap((group) => foldOf(group, renderings, metricsFlags(decision)));
}

interface Group {
  readonly target: WorkloadSource;
  readonly carriers: readonly WorkloadSource[];
}

/** Where the list is in force once the patches have none. */
function sourceWithout(rendering: DeploymentRendering, gone: ReadonlySet<string>): WorkloadSource {
  const source = rendering.patches.findLast(
    (it) => it.container?.args !== undefined && !gone.has(textKey(it)),
  );
  return source ?? rendering.deployment;
}

/** In any spelling: what they say is put right by the other steps. */
const ENDPOINT_FLAGS = ['diagnostics-address', 'insecure-diagnostics', 'metrics-secure'];

function metricsFlags({ manager }: Decision): ReadonlySet<string> {
  const own = manager.source.metricsFlags.map((flag) => flag.name);
  return new Set([...own, ...OLD_METRICS_FLAGS, ...ENDPOINT_FLAGS]);
}

function foldOf(
  { target, carriers }: Group,
  renderings: readonly DeploymentRendering[],
  metrics: ReadonlySet<string>,
): Fold[] {
  const [first] = carriers;
  const lists = [target, ...carriers].map((it) => it.container?.args);
  const written = lists.every((it) => !it || (!it.shared && it.items.every(isPlain)));
  if (!first || !target.container || !written) return [];
  const rest = (it: WorkloadSource) => withoutMetrics(it, metrics).join('\0');
  const others = renderings.filter((it) => textKey(it.argumentSource) === textKey(target));
  const agree = carriers.every((it) => rest(it) === rest(first));
  const undisturbed = others.length === 0 || (rest(target) === rest(first) && !others.some(countsArguments));
  if (!agree || !undisturbed) return [];
  const splices = splicesOf(target, first);
  return [{ target, splices, carriers: new Set(carriers.map(textKey)) }];
}

/** Text behind an anchor, or folded over lines, is not copied. */
function isPlain({ style, anchored }: { readonly style: string; readonly anchored: boolean }): boolean {
  return !anchored && style !== 'alias' && style !== 'block';
}

function splicesOf(target: WorkloadSource, carrier: WorkloadSource): readonly Splice[] {
  const { container, file } = target;
  if (!container) return [];
  const items = itemsOf(carrier);
  if (container.args) return becomeList(file, container.args, inOrderOf(container.args.items, items));
  return [
    addList(
      { file, container, sorted: false },
      items.map((it) => it.value),
    ),
  ];
}

function itemsOf({ container, file }: WorkloadSource): readonly WrittenItem[] {
  const items = container?.args?.items ?? [];
  return items.map(({ value, start, end }) => ({ value, text: file.text.slice(start, end) }));
}

/** Flags may stand in any order: those that both lists have keep that of the list that stays. */
function inOrderOf(
  kept: readonly { readonly value: string }[],
  items: readonly WrittenItem[],
): readonly WrittenItem[] {
  const isFlag = ({ value }: { readonly value: string }) => /^--?[\w.-]+(=|$)/.test(value);
  const names = items.map((it) => it.value.split('=')[0]);
  if (![...kept, ...items].every(isFlag) || new Set(names).size < names.length) return items;
  const common = kept.flatMap((it) => items.find((other) => other.value === it.value) ?? []);
  const pending = [...common];
  return items.map((it) => (common.includes(it) ? (pending.shift() ?? it) : it));
}

function withoutMetrics({ container }: WorkloadSource, metrics: ReadonlySet<string>): readonly string[] {
  const items = container?.args?.items.map((it) => it.value) ?? [];
  const isMetrics = (item: string | undefined) =>
    metrics.has(/^--?([\w.-]+)/.exec(item ?? '')?.[1] ?? '') && item !== undefined;
  return items
    .filter((item, index) => {
      const before = items[index - 1];
      const isValue = !item.startsWith('-') && isMetrics(before) && !before?.includes('=');
      return !isMetrics(item) && !isValue;
    })
    .toSorted();
}

/** A JSON6902 patch that names arguments by their place in the list. */
function countsArguments(rendering: DeploymentRendering): boolean {
  const operations = rendering.jsonPatches.flatMap((patch) => patch.operations);
  return operations.some((it) => argumentOperation(rendering, it)?.index !== undefined);
}
