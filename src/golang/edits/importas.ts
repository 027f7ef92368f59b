import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { oncePerFile } from '../../repository/once-per-file.ts';
import type { Repository } from '../../repository/repository.ts';
import type { SourceFile } from '../../repository/source-file.ts';
import { checkYamlLimits } from '../../yaml/limits.ts';

const CONFIGS = ['.golangci.yml', '.golangci.yaml', '.golangci.toml', '.golangci.json'];

/**
 * The alias that golangci-lint's `importas` demands for a package. Version 1 keeps the rules under `linters-settings.importas.alias`,
 * version 2 under `linters.settings.importas.alias`; `pkg` is a regular expression for the whole path and `$1` in `alias` its group.
 */
export function importasAlias(repository: Repository, importPath: string): string | undefined {
  for (const path of CONFIGS) {
    const file = repository.tryRead(path);
    for (const rule of file ? rulesOf(file) : []) {
      const alias = applyRule(rule, importPath);
      if (alias) return alias;
    }
  }
  return undefined;
}

/** A long configuration without such rules is not parsed at all: many name the linter in their list, and leave it unset. */
const rulesOf = oncePerFile((file: SourceFile): readonly Rule[] => {
  if (!/importas["']?\s*[:.]/.test(file.text)) return [];
  const rules = file.path.endsWith('.toml') ? tomlRules(file.text) : yamlRules(blockOf(file));
  return rules.slice(0, MAX_RULES);
});

/** Many times as many as the longest real configuration has: each may be a pattern to try. */
const MAX_RULES = 500;

interface Rule {
  readonly pkg: string;
  readonly alias: string;
}

function applyRule({ pkg, alias }: Rule, importPath: string): string | undefined {
  if (pkg === importPath) return alias;
  if (!isQuick(pkg)) return undefined;
  try {
    const match = new RegExp(`^(?:${pkg})$`).exec(importPath);
    return match
      ? alias.replace(/\$\{?(\d)\}?/g, (_, group: string) => match[Number(group)] ?? '')
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Only simple patterns are followed: a hostile one could take for ever. With three places where it may go one way or the other, and no
 * group that is repeated, it takes at most the cube of the path's length.
 */
function isQuick(pattern: string): boolean {
  return (pattern.match(/[*+?{|]/g) ?? []).length <= 3 && !/\)[*+{]/.test(pattern);
}

/** The lines of the key alone: a whole configuration takes a while to parse. */
function blockOf(file: SourceFile): SourceFile {
  const key = /^([ \t]*)importas[ \t]*:.*$/m.exec(file.text);
  if (!key) return file;
  const body = file.text.slice(key.index + key[0].length);
  const end = body.search(new RegExp(`^[ \\t]{0,${key[1]?.length ?? 0}}[^\\s#]`, 'm'));
  return { ...file, text: key[0] + (end === -1 ? body : body.slice(0, end)) };
}

function yamlRules(file: SourceFile): Rule[] {
  const settings = settingsIn(file);
  if (isSeq(settings))
    return settings.items.flatMap((rule) => (isMap(rule) ? ruleOf(rule.get('pkg'), rule.get('alias')) : []));
  if (!isMap(settings)) return [];
  return settings.items.flatMap(({ key, value }) => ruleOf(textOf(key), textOf(value)));
}

/** The rules of `importas`, as nodes: to make values of them could take for ever, too (security.md §4). */
function settingsIn(file: SourceFile): Node | undefined {
  try {
    checkYamlLimits(file);
    const config = parseDocument(file.text, {
      schema: 'core',
      merge: false,
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
    if (config.errors.length > 0) return undefined;
    const settings = [[], ['linters-settings'], ['linters', 'settings']];
    const found = settings.map((path) => config.getIn([...path, 'importas', 'alias'], true));
    return found.find((node) => node !== undefined) as Node | undefined;
  } catch {
    return undefined;
  }
}

function textOf(node: unknown): unknown {
  return isScalar(node) ? node.value : undefined;
}

function ruleOf(pkg: unknown, alias: unknown): Rule[] {
  return typeof pkg === 'string' && typeof alias === 'string' ? [{ pkg, alias }] : [];
}

/** `[[linters-settings.importas.alias]]` tables with a `pkg` and an `alias` line. */
function tomlRules(text: string): Rule[] {
  const tables = text
    .split(/^[ \t]*\[\[[ \t]*linters(?:-|\.)settings\.importas\.alias[ \t]*\]\][ \t\r]*$/m)
    .slice(1);
  return tables.flatMap((table) => {
    const body = table.split(/^[ \t]*\[/m)[0] ?? '';
    return ruleOf(tomlString(body, 'pkg'), tomlString(body, 'alias'));
  });
}

function tomlString(body: string, key: string): string | undefined {
  return new RegExp(`^[ \\t]*${key}[ \\t]*=[ \\t]*["']([^"'\\n]*)["']`, 'm').exec(body)?.[1];
}
