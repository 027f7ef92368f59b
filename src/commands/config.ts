import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
  readonly ignore?: readonly string[];
  /** Texts and lists of texts, as `metrics-proxy` takes them on the command line. */
  readonly metricsProxy?: Readonly<Record<string, string | readonly string[]>>;
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

/** The same where there is no repository: `.diag-codemod.yaml` in `folder`, which may be missing. */
export function readConfigAt(folder: string, file: string | undefined): Config {
  const path = file ?? join(folder, DEFAULT_FILE);
  if (file === undefined && !existsSync(path)) return {};
  return parseConfig(readGivenFile(path));
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
  return mapping(source, root, { type: 'object', properties: schema.properties }, '') as Config;
}

/** A mapping with the keys that `rule` allows; `place` is what stands before its keys in a message. */
function mapping(source: SourceFile, node: Node | null, rule: Rule, place: string): object {
  const known = rule.properties ?? {};
  const problem = (at: Node | undefined, reason: string) => configProblem(source, at, reason, known);
  const title = place === '' ? 'the configuration' : place.slice(0, -1);
  if (!isMap(node)) throw problem(node ?? undefined, `${title} must be a mapping`);
  const found = new Map<string, unknown>();
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const expected = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!expected) throw problem(key as Node, `there is no key ${JSON.stringify(place + name)}`);
    if (found.has(name)) throw problem(key as Node, `the key ${place}${name} stands twice`);
    found.set(name, checkedValue(source, place + name, value as Node | null, expected));
  }
  return Object.fromEntries(found);
}

/** The part of a JSON Schema that ours uses. */
interface Rule {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Rule>>;
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
  if (rule.type === 'object') return mapping(source, node, rule, `${name}.`);
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

function configProblem(
  source: SourceFile,
  node: Node | undefined,
  reason: string,
  keys: object = schema.properties,
): ProblemError {
  const place = node?.range ? positionAt(source.text, node.range[0]) : {};
  const hint = `The keys are: ${Object.keys(keys).join(', ')}.`;
  return new ProblemError('usage', {
    code: 'wrong-configuration',
    file: source.path,
    ...place,
    reason,
    hint,
  });
}
