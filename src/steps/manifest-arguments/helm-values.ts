import { posix } from 'node:path';
import { isScalar } from 'yaml';
import { argumentsOfContainer } from '../../kubernetes/arguments.ts';
import type { Splice } from '../../kubernetes/splice.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import { nodeAt, tryParseYaml } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Repository } from '../../repository/repository.ts';
import type { SourceFile } from '../../repository/source-file.ts';
import { goneFlags, type WantedArguments, wantedArguments } from './wanted-arguments.ts';

/** The arguments for a Helm template, and the edit of values.yaml that goes with them. */
export interface TemplateArguments {
  readonly wanted: WantedArguments;
  readonly values: { readonly file: SourceFile; readonly splice: Splice } | undefined;
}

/** The whole address, or its port alone, from one value of the chart. */
const FROM_VALUES = /^[^{}]*=([^{}]*:)?(\{\{-?\s*\.Values\.([\w.]+)\s*-?\}\})$/;

/**
 * A chart that takes the old address from its values goes on doing so: users keep the setting, its default becomes the
 * secure port. Otherwise literals.
 */
export function templateArguments(
  repository: Repository,
  decision: Decision,
  template: WorkloadSource,
): TemplateArguments {
  const literal = wantedArguments(decision, false);
  const gone = goneFlags(decision);
  const old = argumentsOfContainer(template.container).find((argument) => gone.has(argument.name));
  const text = old ? template.file.text.slice(old.item.start, old.item.end).replace(/^["']|["']$/g, '') : '';
  const match = FROM_VALUES.exec(text);
  const default_ = match && defaultOf(repository, template.path, match[3]?.split('.') ?? []);
  if (!match || !default_) return { wanted: literal, values: undefined };
  const portAlone = match[1] !== undefined;
  const value = portAlone ? String(decision.port) : JSON.stringify(`:${decision.port}`);
  const [, ...others] = literal;
  return {
    wanted: [`--${decision.flags.address}=${portAlone ? ':' : ''}${match[2]}`, ...others],
    values: { file: default_.file, splice: { ...default_, text: value } },
  };
}

function defaultOf(repository: Repository, template: string, path: readonly string[]) {
  const words = template.split('/');
  const chart = words.slice(0, words.lastIndexOf('templates')).join('/');
  const source = repository.tryRead(posix.join(chart, 'values.yaml'));
  const file = source && tryParseYaml(source);
  const scalar = nodeAt(file?.documents[0]?.contents, path);
  if (!file || !isScalar(scalar) || !scalar.range || scalar.value === null) return undefined;
  return { file, start: scalar.range[0], end: scalar.range[1] };
}
