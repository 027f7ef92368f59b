import { posix } from 'node:path';
import { oncePerPair } from '../repository/once-per-pair.ts';
import type { Repository } from '../repository/repository.ts';
import { noLabels } from './added-labels.ts';
import { readableTemplate } from './helm-template.ts';
import type { RenderedObject, Rendering } from './rendering.ts';
import { textAt, tryParseYaml, type YamlFile } from './yaml-file.ts';
import { documentParts, parsePart } from './yaml-part.ts';

/** A Helm chart whose templates lie in the repository. */
export interface Chart {
  /** Folder with its Chart.yaml, relative to the repository; '.' for the root. */
  readonly directory: string;
  /** Its default values; undefined where there are none, or where they are no YAML. */
  readonly values: YamlFile | undefined;
  /** Paths of all files below `templates/`. */
  readonly templates: readonly string[];
}

/** The folder of the chart that a template belongs to: a file below `templates/` beside a Chart.yaml. */
export function chartFolder(repository: Repository, path: string): string | undefined {
  const words = path.split('/');
  const at = words.lastIndexOf('templates');
  if (at < 0) return undefined;
  const folder = words.slice(0, at).join('/') || '.';
  return repository.has(posix.join(folder, 'Chart.yaml')) ? folder : undefined;
}

/** The chart that a template belongs to. Cached per repository value. */
export function chartOf(repository: Repository, template: string): Chart | undefined {
  const directory = chartFolder(repository, template);
  return directory === undefined ? undefined : readChart(repository, directory);
}

const readChart = oncePerPair((repository: Repository, directory: string): Chart => {
  const values = repository.tryRead(posix.join(directory, 'values.yaml'));
  const folder = posix.join(directory, 'templates/');
  return {
    directory,
    values: values && tryParseYaml(values),
    templates: repository.paths.filter((path) => path.startsWith(folder)),
  };
});

const renderings = new WeakMap<Chart, Rendering>();

/**
 * The objects of a chart as its templates write them. Names are what {@link readableTemplate} makes of them: two that
 * are written alike are alike.
 */
export function renderChart(repository: Repository, chart: Chart): Rendering {
  const rendering = renderings.get(chart) ?? {
    path: chart.directory,
    objects: chart.templates.flatMap((path) => objectsIn(repository, path)),
  };
  renderings.set(chart, rendering);
  return rendering;
}

function objectsIn(repository: Repository, path: string): RenderedObject[] {
  const source = /\.(ya?ml|tpl)$/.test(path) ? repository.tryRead(path) : undefined;
  if (!source || !/^[ \t]*kind:/m.test(source.text)) return [];
  return documentParts(source.text).flatMap((part, index) => {
    const text = source.text.slice(part.start, part.end);
    // Long, and of no use here; other objects may stand beside it.
    if (/^kind: CustomResourceDefinition\b/m.test(text)) return [];
    const file = parsePart(source, part, readableTemplate(text));
    return file?.documents.flatMap((document) => objectOf(file, document, index)) ?? [];
  });
}

function objectOf(file: YamlFile, document: YamlFile['documents'][number], index: number): RenderedObject[] {
  const root = document.contents;
  const kind = textAt(root, ['kind']);
  if (kind === undefined) return [];
  const name = textAt(root, ['metadata', 'name']) ?? '';
  const namespace = textAt(root, ['metadata', 'namespace']);
  const apiVersion = textAt(root, ['apiVersion']) ?? '';
  return [
    {
      file,
      index,
      document,
      apiVersion,
      kind,
      name,
      namespace,
      renderedName: name,
      renderedNamespace: namespace,
      way: [],
      added: noLabels,
    },
  ];
}
