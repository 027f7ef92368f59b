import type { Repository } from '../repository/repository.ts';
import { besideGoMod } from './go-mod.ts';
import type { GoModule } from './go-module.ts';
import { parseVersion } from './versions.ts';

/**
 * The version of a module that go.mod does not name, as far as files beside it tell: vendor/modules.txt, else the highest version whose
 * content (not only its go.mod) go.sum knows. undefined: only the network knows.
 */
export function knownVersion(repository: Repository, module: GoModule, path: string): string | undefined {
  const vendored = repository.tryRead(besideGoMod(module.file, 'vendor/modules.txt'))?.text;
  const inVendor = vendored && wordsBehind(vendored, `# ${path} `)[0];
  if (inVendor) return inVendor;
  const sums = repository.tryRead(besideGoMod(module.file, 'go.sum'))?.text ?? '';
  return wordsBehind(sums, `${path} `)
    .filter((version) => parseVersion(version) !== undefined)
    .sort(compareVersions)
    .at(-1);
}

function wordsBehind(text: string, start: string): string[] {
  const lines = text.split('\n').filter((line) => line.startsWith(start));
  return lines.flatMap((line) => line.slice(start.length).split(/\s/)[0] ?? []);
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (!left || !right) return 0;
  return (
    left.major - right.major ||
    left.minor - right.minor ||
    left.patch - right.patch ||
    comparePrereleases(a, b)
  );
}

/** A release is higher than its prereleases and pseudo-versions. */
function comparePrereleases(a: string, b: string): number {
  if (a.includes('-') !== b.includes('-')) return a.includes('-') ? -1 : 1;
  return a < b ? -1 : 1;
}
