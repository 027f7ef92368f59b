import type { Chart } from '../../kubernetes/chart.ts';
import type { Change, Edit } from '../../repository/change.ts';
import { edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import type { ChartEndpoint } from '../chart-endpoints.ts';
import { planTables } from './documentation.ts';
import { joinParts, type NewDefault, type Part, STEP } from './part.ts';
import { planSchema } from './schema.ts';
import { keptTexts, unusedValues } from './unused-values.ts';

/** Values that nothing prints any more go; schema and README follow them and the defaults that changed. */
export function planValues(
  repository: Repository,
  chart: Chart,
  endpoints: readonly ChartEndpoint[],
  { changes, defaults: others }: Required<Part>,
): Part {
  const { values } = chart;
  if (!values) return joinParts([]);
  const inTemplates = changes.filter((change) => chart.templates.includes(change.path));
  const removals = inTemplates.filter(isRemoval);
  const unused = unusedValues(
    chart,
    removals.map((change) => change.expected),
    keptTexts(repository, chart, byFile(removals)),
  );
  const gone = unused.map(({ path }) => path);
  const defaults = [...newDefaults(endpoints), ...others];
  const why = { step: STEP, reason: 'no template of the chart names this any more' };
  return joinParts([
    { changes: unused.map(({ splice }) => edit(values, splice, splice.text, why)), findings: [] },
    { changes: planTables(repository, chart, gone, defaults), findings: [] },
    planSchema(repository, chart, gone, defaults),
  ]);
}

type Removal = Edit | Extract<Change, { kind: 'delete' }>;

function isRemoval(change: Change): change is Removal {
  return change.kind === 'delete' || (change.kind === 'edit' && change.replacement === '');
}

function byFile(removals: readonly Removal[]): ReadonlyMap<string, readonly Edit[] | 'whole'> {
  const files = new Map<string, readonly Edit[] | 'whole'>();
  for (const removal of removals) {
    const known = files.get(removal.path) ?? [];
    if (removal.kind === 'delete' || known === 'whole') files.set(removal.path, 'whole');
    else files.set(removal.path, [...known, removal]);
  }
  return files;
}

/** Those of the address or its port, which the step manifest-arguments writes. */
function newDefaults(endpoints: readonly ChartEndpoint[]): readonly NewDefault[] {
  const changes = endpoints.filter(({ proxy }) => !proxy?.obstacle).flatMap((it) => it.values);
  return changes.map(({ file, path, splice }) => ({
    path,
    before: file.text.slice(splice.start, splice.end),
    after: splice.text,
  }));
}
