import { parse } from 'yaml';
import { oncePerFile } from '../../repository/once-per-file.ts';
import type { Repository } from '../../repository/repository.ts';
import type { SourceFile } from '../../repository/source-file.ts';

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

/** A long configuration without such rules is not parsed at all. */
const rulesOf = oncePerFile(({ path, text }: SourceFile): readonly Rule[] => {
  if (!text.includes('importas')) return [];
  return path.endsWith('.toml') ? tomlRules(text) : yamlRules(text);
});

interface Rule {
  readonly pkg: string;
  readonly alias: string;
}

function applyRule({ pkg, alias }: Rule, importPath: string): string | undefined {
  // Only simple patterns are followed: a hostile one could take for ever.
  if (pkg === importPath) return alias;
  if (pkg.length > 300 || /[*+}][)]?[*+{]/.test(pkg)) return undefined;
  try {
    const match = new RegExp(`^(?:${pkg})$`).exec(importPath);
    return match
      ? alias.replace(/\$\{?(\d)\}?/g, (_, group: string) => match[Number(group)] ?? '')
      : undefined;
  } catch {
    return undefined;
  }
}

function yamlRules(text: string): Rule[] {
  const config = parseQuietly(text);
  const settings = at(config, 'linters-settings') ?? at(at(config, 'linters'), 'settings');
  const rules = at(at(settings, 'importas'), 'alias');
  if (Array.isArray(rules)) return rules.flatMap((rule) => ruleOf(at(rule, 'pkg'), at(rule, 'alias')));
  if (rules === null || typeof rules !== 'object') return [];
  return Object.entries(rules).flatMap(([pkg, alias]) => ruleOf(pkg, alias));
}

function parseQuietly(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent', maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

function at(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
}

function ruleOf(pkg: unknown, alias: unknown): Rule[] {
  return typeof pkg === 'string' && typeof alias === 'string' ? [{ pkg, alias }] : [];
}

/** `[[linters-settings.importas.alias]]` tables with a `pkg` and an `alias` line. */
function tomlRules(text: string): Rule[] {
  const tables = text.split(/^\s*\[\[\s*linters(?:-|\.)settings\.importas\.alias\s*\]\]\s*$/m).slice(1);
  return tables.flatMap((table) => {
    const body = table.split(/^\s*\[/m)[0] ?? '';
    return ruleOf(tomlString(body, 'pkg'), tomlString(body, 'alias'));
  });
}

function tomlString(body: string, key: string): string | undefined {
  return new RegExp(`^\\s*${key}\\s*=\\s*["']([^"'\\n]*)["']`, 'm').exec(body)?.[1];
}
