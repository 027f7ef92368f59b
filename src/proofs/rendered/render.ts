import { posix } from 'node:path';
import { ProblemError } from '../../repository/problem.ts';
import type { Attempt } from '../evidence.ts';
import { makeFile } from '../makefile/made-files.ts';
import { makeEnvironment } from '../makefile/make-environment.ts';
import type { RenderPlace, Subject } from '../subject.ts';
import { findProgram } from '../tools/go-command.ts';
import { type ProgramResult, runProgram } from '../tools/run-program.ts';
import { inNamespace, objectsOf } from './rendered.ts';
import type { Rendition } from './rendition.ts';

/** Rendering is a matter of seconds; what takes longer waits for something that is not there. */
const TIMEOUT = 60_000;

type Renderer = Pick<Subject, 'survey' | 'scratch' | 'environments'>;

/** Renders a place with the user's own kustomize, kubectl or helm. Never throws: what cannot be rendered is part of the answer. */
export async function renderPlace(subject: Renderer, place: RenderPlace): Promise<Rendition> {
  if (place.kind === 'file') return renderFile(subject, place);
  const tool = findTool(subject, place);
  if (tool === undefined) return { place, objects: [], attempt: noAttempt, missing: missingTool(place) };
  const directory = posix.dirname(place.path);
  const { result, made } = await renderMaking(subject, [tool.path, ...tool.args, directory]);
  const version = await run(subject, [tool.path, ...tool.version]);
  const attempt = {
    tool: tool.name,
    version:
      /v\d+\.\d+\.\d+\S*/.exec(version.stdout.split('\n').at(tool.versionLine) ?? '')?.[0] ?? 'unknown',
    command: [tool.name, ...tool.args, directory].join(' '),
    milliseconds: result.milliseconds,
  };
  if (result.code !== 0)
    return { place, objects: [], attempt, failure: lastWords(result.stderr, subject.scratch.tree) };
  const rendered = parsed(result.stdout);
  // Helm's own default, which its templates see as .Release.Namespace.
  const objects = place.kind === 'chart' ? inNamespace(rendered.objects, 'default') : rendered.objects;
  return { place, attempt, ...rendered, objects, made };
}

/** Files that are not committed because make writes them; more than a repository has. */
const MOST_MADE = 5;

/** Renders; a file that is missing is made as the Makefile makes it, and the render tried again. */
async function renderMaking(
  subject: Renderer,
  command: readonly string[],
): Promise<{ result: ProgramResult; made: readonly string[] }> {
  const { tree } = subject.scratch;
  const env = makeEnvironment(subject.scratch, subject.environments.offline, tree, 'stand-ins');
  const made: string[] = [];
  for (;;) {
    const result = await run(subject, command);
    const missing = result.code === 0 ? undefined : missingFile(result.stderr, tree);
    if (missing === undefined || made.length === MOST_MADE || made.includes(missing)) return { result, made };
    if (!(await makeFile(tree, missing, env))) return { result, made };
    made.push(missing);
  }
}

/** The path in the copy of a file that kustomize could not open. */
export function missingFile(stderr: string, tree: string): string | undefined {
  const [, found = ''] = /\b(?:open|lstat) (\S+): no such file or directory/.exec(stderr) ?? [];
  const path = posix.relative(tree, posix.resolve(tree, found));
  return path === '' || path.startsWith('..') ? undefined : path;
}

const noAttempt: Attempt = { tool: '', version: '', command: '', milliseconds: 0 };

interface RenderTool {
  readonly name: string;
  readonly path: string;
  readonly args: readonly string[];
  readonly version: readonly string[];
  readonly versionLine: number;
}

const ANY_FOLDER = ['--load-restrictor', 'LoadRestrictionsNone'];

/** kubectl has a kustomize in it, which serves where there is no other. */
function findTool({ scratch }: Renderer, { kind }: RenderPlace): RenderTool | undefined {
  const found = (name: string, args: readonly string[], version: readonly string[], versionLine = 0) => {
    const path = findProgram(name, scratch.tree);
    return path === undefined ? undefined : { name, path, args, version, versionLine };
  };
  if (kind === 'chart')
    return found(
      'helm',
      ['template', 'release', '--kube-version', 'v1.33.0', '--include-crds'],
      ['version', '--short'],
    );
  return (
    found('kustomize', ['build', ...ANY_FOLDER], ['version']) ??
    found('kubectl', ['kustomize', ...ANY_FOLDER], ['version', '--client'], 1)
  );
}

function missingTool({ kind }: RenderPlace) {
  const [name, module] =
    kind === 'chart'
      ? ['helm', 'helm.sh/helm/v3/cmd/helm@v3.19.5']
      : ['kustomize', 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.1'];
  return { reason: `there is no ${name} on the PATH`, hint: `Install it, e.g. go install ${module}` };
}

/** Nothing is fetched: remote resources fail, and say so. */
function run(
  { scratch, environments }: Renderer,
  [program = '', ...args]: readonly string[],
): Promise<ProgramResult> {
  const nowhere = 'http://127.0.0.1:9';
  const env = {
    ...environments.offline,
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    GIT_ALLOW_PROTOCOL: 'none',
    KUBECONFIG: '/dev/null',
  };
  return runProgram(program, args, { cwd: scratch.tree, env, timeout: TIMEOUT });
}

function parsed(text: string): Pick<Rendition, 'objects' | 'text' | 'failure'> {
  try {
    return { text, objects: objectsOf(text) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { text, objects: [], failure: `what was rendered is no YAML: ${error.problem.reason}` };
  }
}

/** Manifests of one folder are applied together. */
function renderFile({ survey }: Renderer, place: RenderPlace): Rendition {
  const { repository } = survey;
  const folder = posix.dirname(place.path);
  const beside = repository.paths.filter((path) => posix.dirname(path) === folder && /\.ya?ml$/.test(path));
  const texts = beside.flatMap((path) => repository.tryRead(path)?.text ?? []);
  return { place, attempt: noAttempt, ...parsed(texts.join('\n---\n')) };
}

/** What was wrong: without warnings, and without the path of our copy, so that the same fault has the same words in another copy. */
function lastWords(text: string, tree: string): string {
  const lines = text.replaceAll(`${tree}/`, '').trim().split('\n');
  return lines
    .filter((line) => !/^(# )?Warning: /i.test(line))
    .slice(-3)
    .join(' ')
    .slice(0, 600);
}
