import { readFileSync, statSync } from 'node:fs';
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { parseYaml } from '../kubernetes/yaml-file.ts';
import { ProblemError } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { positionAt, type SourceFile } from '../repository/source-file.ts';
import schema from './config.schema.json' with { type: 'json' };

/** What `.diag-codemod.yaml` may say; absent keys are undefined. The schema in this folder describes it. */
export interface Config {
  readonly enabled?: boolean;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly manager?: readonly string[];
  readonly style?: string;
  readonly port?: number;
  readonly keepFlags?: boolean;
  readonly skipRefused?: boolean;
  readonly allowDirty?: boolean;
}

const DEFAULT_FILE = '.diag-codemod.yaml';
const MAX_BYTES = 64 * 1024;

/**
 * The configuration: `file` when given, else `.diag-codemod.yaml` of the repository, else nothing.
 * Throws a usage problem with the position for anything that the schema does not allow.
 */
export function readConfig(repository: Repository, file: string | undefined): Config {
  const source = file === undefined ? repository.read(DEFAULT_FILE) : readGivenFile(file);
  return source ? parseConfig(source) : {};
}

function readGivenFile(path: string): SourceFile {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size > MAX_BYTES) {
    throw configProblem({ path, text: '', mode: 0 }, undefined, 'there is no such configuration file');
  }
  return { path, text: readFileSync(path, 'utf8'), mode: 0 };
}

/** Checks a configuration against the schema and gives its values. */
export function parseConfig(source: SourceFile): Config {
  const root = rootOf(source);
  if (root === null || (isScalar(root) && root.value === null)) return {};
  if (!isMap(root)) throw configProblem(source, root, 'the configuration must be a mapping');
  const config = new Map<string, unknown>();
  for (const { key, value } of root.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const rule = ruleOf(name);
    if (!rule) throw configProblem(source, key as Node, `there is no key ${JSON.stringify(name)}`);
    if (config.has(name)) throw configProblem(source, key as Node, `the key ${name} stands twice`);
    config.set(name, checkedValue(source, name, value as Node | null, rule));
  }
  return Object.fromEntries(config) as Config;
}

/** The part of a JSON Schema that ours uses. */
interface Rule {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

function ruleOf(name: string): Rule | undefined {
  return Object.hasOwn(schema.properties, name)
    ? (schema.properties as Readonly<Record<string, Rule>>)[name]
    : undefined;
}

function rootOf(source: SourceFile): Node | null {
  try {
    const { documents } = parseYaml(source);
    if (documents.length > 1)
      throw configProblem(source, undefined, 'the configuration must be one document');
    return documents[0]?.contents ?? null;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new ProblemError('usage', error.problem);
  }
}

function checkedValue(source: SourceFile, name: string, node: Node | null, rule: Rule): unknown {
  const value = isSeq(node)
    ? node.items.map((item) => (isScalar(item) ? item.value : undefined))
    : scalarValue(node);
  if (!fits(value, rule))
    throw configProblem(source, node ?? undefined, `${name} must be ${expectation(rule)}`);
  return value;
}

function scalarValue(node: Node | null): unknown {
  return isScalar(node) ? node.value : undefined;
}

function fits(value: unknown, rule: Rule): boolean {
  if (rule.type === 'array') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (rule.type === 'boolean') return typeof value === 'boolean';
  if (rule.type === 'string') return typeof value === 'string' && (rule.enum?.includes(value) ?? true);
  const inRange = (number: number) =>
    number >= (rule.minimum ?? number) && number <= (rule.maximum ?? number);
  return Number.isInteger(value) && inRange(Number(value));
}

function expectation(rule: Rule): string {
  if (rule.enum) return `one of ${rule.enum.join(', ')}`;
  if (rule.type === 'array') return 'a list of texts';
  return rule.type === 'integer' ? `a number from ${rule.minimum} to ${rule.maximum}` : `a ${rule.type}`;
}

function configProblem(source: SourceFile, node: Node | undefined, reason: string): ProblemError {
  const place = node?.range ? positionAt(source.text, node.range[0]) : {};
  const hint = `The keys are: ${Object.keys(schema.properties).join(', ')}.`;
  return new ProblemError('usage', {
    code: 'wrong-configuration',
    file: source.path,
    ...place,
    reason,
    hint,
  });
}
