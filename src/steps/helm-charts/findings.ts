import { posix } from 'node:path';
import type { Chart } from '../../kubernetes/chart.ts';
import type { Finding } from '../../migration/finding.ts';
import type { Change } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';
import type { ChartEndpoint } from '../chart-endpoints.ts';

/** What a person should know about a chart that changes: its version, and where it comes from. */
export function chartFindings(
  repository: Repository,
  chart: Chart,
  endpoints: readonly ChartEndpoint[],
  changes: readonly Change[],
): readonly Finding[] {
  const isChanged =
    changes.length > 0 || endpoints.some(({ lists, values }) => values.length > 0 || lists.length > 0);
  if (!isChanged || endpoints.every(({ decision }) => decision.adopted)) return [];
  return [...versionFinding(repository, chart), ...generatorFinding(repository, chart)];
}

function versionFinding(repository: Repository, chart: Chart): Finding[] {
  const path = posix.join(chart.directory, 'Chart.yaml');
  const text = repository.tryRead(path)?.text ?? '';
  const match = /^version:[ \t]*(\S+)/m.exec(text);
  if (!match) return [];
  return [
    {
      rule: 'chart-version',
      level: 'note',
      path,
      ...positionAt(text, match.index),
      message: `this chart changes, and its version is ${match[1]} as before`,
      fix: 'Raise it with its next release: arguments and values are not those of the former version.',
    },
  ];
}

/** Charts that a tool makes from config/ are edited like it, so that the next generation gives the same. */
function generatorFinding(repository: Repository, chart: Chart): Finding[] {
  const found = generatorOf(repository, chart);
  if (!found) return [];
  return [
    {
      rule: 'generated-chart',
      level: 'note',
      path: found.path,
      ...positionAt(found.text, found.index),
      message: `${chart.directory} is made by ${found.name} from the kustomize sources; both were changed alike`,
      fix: 'Generate it again when convenient, and compare.',
    },
  ];
}

const GENERATORS = [
  ['Makefile', /^\t.*\bhelmify\b.*$/m, 'helmify'],
  ['PROJECT', /^ *helm\.kubebuilder\.io\/\S+/m, 'kubebuilder’s helm plugin'],
] as const;

function generatorOf(repository: Repository, { directory }: Chart) {
  return GENERATORS.flatMap(([path, pattern, name]) => {
    const text = repository.tryRead(path)?.text ?? '';
    const match = pattern.exec(text);
    const isItsChart =
      path === 'PROJECT' ? directory === 'dist/chart' : match?.[0].includes(posix.basename(directory));
    return match && isItsChart ? [{ path, text, index: match.index, name }] : [];
  })[0];
}
