import { posix } from 'node:path';
import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { type RenderedObject, renderFiles } from '../../kubernetes/rendering.ts';
import { portsOfService, selects } from '../../kubernetes/services.ts';
import { startOf } from '../../kubernetes/splice.ts';
import { mapAt } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Finding } from '../../migration/finding.ts';
import type { Repository } from '../../repository/repository.ts';
import { search } from '../../repository/search.ts';
import { positionAt, type SourceFile } from '../../repository/source-file.ts';
import { NOT_OURS } from '../../survey/manifest-copies.ts';
import { oldPorts } from '../served-ports.ts';

/**
 * Services that the program applies itself, from YAML in a Go string or in files that it embeds, and that lead to the port where
 * its metrics were. What selects the manager's pods and names that port is no other's. They are told and left alone: such files
 * are often generated, and what reads them may fill them in.
 */
export function appliedServices(repository: Repository, decisions: readonly Decision[]): readonly Finding[] {
  const left = decisions.filter(({ adopted }) => !adopted).flatMap(formerEndpoints);
  if (left.length === 0) return [];
  const mayLead = (text: string) => left.some((endpoint) => mayLeadTo(endpoint, text));
  const places = [...inStrings(repository, mayLead), ...inEmbeddedFiles(repository, mayLead)];
  return places.flatMap(({ file, start, objects }) =>
    objects.flatMap((object) => {
      const port = left.flatMap((endpoint) => leadsTo(endpoint, object) ?? [])[0];
      return port === undefined
        ? []
        : [findingAt(file, start + startOf(object.document.contents ?? undefined), port)];
    }),
  );
}

/** Where a manager's metrics were, as Services find it. */
interface FormerEndpoint {
  readonly podLabels: ReadonlyMap<string, string>;
  readonly ports: ReadonlySet<number>;
}

function formerEndpoints(decision: Decision): FormerEndpoint[] {
  return decision.manager.manifests.renderings.map((rendering: DeploymentRendering) => ({
    podLabels: rendering.podLabels,
    ports: oldPorts(decision, rendering),
  }));
}

function leadsTo({ podLabels, ports }: FormerEndpoint, object: RenderedObject): number | undefined {
  const selector = mapAt(object.document.contents, ['spec', 'selector']);
  if (object.kind !== 'Service' || !selects(selector, podLabels)) return undefined;
  const targets = portsOfService(object).map(({ target }) => Number(target));
  return targets.find((target) => ports.has(target));
}

/** A prefilter: programs embed templates by the hundred, and few name the port and a label of the manager. */
function mayLeadTo({ podLabels, ports }: FormerEndpoint, text: string): boolean {
  const labels = [...podLabels.values()];
  return [...ports].some((port) => text.includes(`${port}`)) && labels.some((label) => text.includes(label));
}

/** Objects in a text, and where that begins in its file. */
interface Place {
  readonly file: SourceFile;
  readonly start: number;
  readonly objects: readonly RenderedObject[];
}

const SERVICE = 'kind: Service';

function isOwnCode(path: string): boolean {
  return path.endsWith('.go') && !path.endsWith('_test.go') && !NOT_OURS.test(path);
}

function inStrings(repository: Repository, mayLead: (text: string) => boolean): Place[] {
  return search(repository, SERVICE, isOwnCode).flatMap((path) => {
    const file = repository.tryRead(path);
    const strings = file?.text.matchAll(/`[^`]*`/g) ?? [];
    return [...strings].flatMap(({ 0: text, index }) => {
      if (!file || !text.includes(SERVICE) || !mayLead(text)) return [];
      const inner = { ...file, text: text.slice(1, -1) };
      const { objects } = renderFiles(repository.overlay(new Map([[path, inner]])), path);
      return [{ file, start: index + 1, objects }];
    });
  });
}

function inEmbeddedFiles(repository: Repository, mayLead: (text: string) => boolean): Place[] {
  const folders = search(repository, '//go:embed ', isOwnCode).flatMap((path) =>
    embeddedBy(posix.dirname(path), repository.tryRead(path)?.text ?? ''),
  );
  if (folders.length === 0) return [];
  const graph = buildKustomizeGraph(repository);
  const isCandidate = (path: string) =>
    /\.ya?ml$/.test(path) && !graph.isReached(path) && folders.some((folder) => isBelow(path, folder));
  return search(repository, SERVICE, isCandidate).flatMap((path) => {
    const file = repository.tryRead(path);
    return file && mayLead(file.text)
      ? [{ file, start: 0, objects: renderFiles(repository, path).objects }]
      : [];
  });
}

/** The files and folders that a file embeds; of a pattern the folder before its first wildcard. */
function embeddedBy(directory: string, text: string): string[] {
  return [...text.matchAll(/^\/\/go:embed[ \t]+([^\r\n]+)/gm)].flatMap(([, patterns = '']) =>
    patterns
      .split(/[ \t]+/)
      .map((pattern) => pattern.replace(/^["`]|["`]$/g, '').replace(/^all:/, ''))
      .map((pattern) => posix.join(directory, beforeWildcard(pattern))),
  );
}

function beforeWildcard(pattern: string): string {
  const at = pattern.search(/[*?[]/);
  return at === -1 ? pattern : pattern.slice(0, pattern.lastIndexOf('/', at) + 1);
}

function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);
}

function findingAt(file: SourceFile, offset: number, port: number): Finding {
  return {
    rule: 'applied-service',
    level: 'warning',
    path: file.path,
    ...positionAt(file.text, offset),
    message: `this Service, which the program carries itself, leads to port ${port} of the manager, where no metrics are served any more`,
    fix: 'Let it lead to the secure port, and whatever scrapes it use https with a bearer token.',
  };
}
