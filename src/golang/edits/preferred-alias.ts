import type { Repository } from '../../repository/repository.ts';
import { search } from '../../repository/search.ts';
import { importasAlias } from './importas.ts';

/** Tests follow the code that they test, and are many. */
const IGNORED = /(^|\/)(vendor|testdata|third_party)\/|_test\.go$/;

/**
 * The alias that the repository gives this package: golangci-lint's `importas` rule, else what most of its Go files use.
 * undefined: no alias, or nobody imports it.
 */
export function preferredAlias(repository: Repository, importPath: string): string | undefined {
  return importasAlias(repository, importPath) ?? majorityAlias(repository, importPath);
}

function majorityAlias(repository: Repository, importPath: string): string | undefined {
  const counts = new Map<string, number>();
  const quoted = `"${importPath}"`;
  const isOwnCode = (path: string) => path.endsWith('.go') && !IGNORED.test(path);
  for (const path of search(repository, quoted, isOwnCode)) {
    const alias = aliasIn(repository.tryRead(path)?.text ?? '', quoted);
    if (alias !== undefined) counts.set(alias, (counts.get(alias) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best?.[0] === '' ? undefined : best?.[0];
}

/** The alias on an import line, '' for none; undefined where the text is no import, or one without a usable name. */
function aliasIn(text: string, quoted: string): string | undefined {
  const before = text.slice(0, text.indexOf(quoted));
  const line = before
    .slice(before.lastIndexOf('\n') + 1)
    .replace(/^\s*(import\b)?\s*\(?\s*/, '')
    .trim();
  if (!/^[\p{L}_]?[\p{L}\p{N}_]*$/u.test(line) || line === '_') return undefined;
  return line;
}
