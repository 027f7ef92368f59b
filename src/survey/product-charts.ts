import { chartFolder } from '../kubernetes/chart.ts';
import type { WorkloadSource } from '../kubernetes/workload.ts';
import type { Repository } from '../repository/repository.ts';

/** A product has a chart or two, and one for a trial: more are a collection of what others made. */
const A_COLLECTION = 4;

/** What every binary may be called. */
const TELLS_NOTHING = /^(manager|controller|operator)$/;

/**
 * The templates of the manager's own charts. In a collection of charts, where many a container is called `manager`, only
 * those count whose chart, image or container speaks of the product.
 */
export function ofOneProduct<Template extends WorkloadSource>(
  repository: Repository,
  templates: readonly Template[],
  names: readonly string[],
): readonly Template[] {
  const folders = new Set(templates.map(({ path }) => chartFolder(repository, path)));
  if (folders.size < A_COLLECTION) return templates;
  const telling = names.filter((name) => !TELLS_NOTHING.test(name)).map(plain);
  return templates.filter(({ path, file, container }) => {
    const [start = 0, end = 0] = container?.node.range ?? [];
    const image = /^[ \t]*(?:- )?image:.*$/m.exec(file.text.slice(start, end))?.[0] ?? '';
    const words = [chartFolder(repository, path) ?? '', image, container?.name ?? ''].map(plain);
    return telling.some((name) => words.some((word) => word.includes(name)));
  });
}

function plain(text: string): string {
  return text.replace(/[-_.]/g, '').toLowerCase();
}
