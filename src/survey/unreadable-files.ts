import { workloadsIn } from '../kubernetes/read-workloads.ts';
import { parseYaml, tryParseYaml } from '../kubernetes/yaml-file.ts';
import { documentParts, type TextRange } from '../kubernetes/yaml-part.ts';
import { ProblemError, refusal } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { search } from '../repository/search.ts';
import { positionAt, type SourceFile } from '../repository/source-file.ts';

/** Folders whose files are examples, or somebody else's; tests go by names like `e2e-tests` and `test_data`, too, and keep snapshots. */
const ASIDE =
  /(?:^|\/)(?:vendor|third_party|testdata|fixtures?|docs?|examples?|samples?|demos?|hack|templates|_*snapshots?_*|(?:[\w.]+[-_])?(?:tests?|testing|e2e)(?:[-_][\w.-]+)?)\/|\.snap\.ya?ml$/;

/**
 * Throws a refusal for Go that calls NewManager and cannot be read as text: it would be taken for a repository without
 * a controller manager.
 */
export function refuseUnreadableGo(repository: Repository): void {
  const isSource = (path: string) => path.endsWith('.go') && !path.endsWith('_test.go') && !ASIDE.test(path);
  for (const path of search(repository, 'NewManager(', isSource)) {
    const file = repository.read(path);
    if (file) refuseDotImport(file);
  }
}

const DOT_IMPORT = /^(?:import)?[ \t]*(?:\([ \t]*)?\.[ \t]+"sigs\.k8s\.io\/controller-runtime"/m;

/** Names of a package that is imported with a dot stand alone: nothing tells whose they are. */
function refuseDotImport({ path, text }: SourceFile): void {
  const found = DOT_IMPORT.exec(text);
  if (!found) return;
  throw refusal({
    code: 'dot-import',
    file: path,
    ...positionAt(text, found.index),
    reason: 'controller-runtime is imported with a dot: which calls are its own cannot be told from the text',
    hint: 'Import it by a name (ctrl "sigs.k8s.io/controller-runtime"), and run again.',
  });
}

/**
 * Throws a refusal for a Deployment, a kustomization or a Makefile with controller-gen that cannot be read: without it the
 * code would change and the manifests would not. Helm templates are no YAML, and may stay so.
 */
export function refuseUnreadableManifests(repository: Repository): void {
  const isYaml = (path: string) => /\.ya?ml$/.test(path) && !ASIDE.test(path);
  const isMakefile = (path: string) => /(?:^|\/)(?:GNUm|M|m)akefile$|\.mk$/.test(path) && !ASIDE.test(path);
  for (const path of search(repository, 'controller-gen', isMakefile)) repository.read(path);
  for (const path of search(repository, 'Deployment', isYaml)) refuseBrokenDeployment(repository, path);
  const kustomizations = repository.paths.filter((path) => isKustomization(path) && !ASIDE.test(path));
  for (const path of kustomizations) refuseBroken(repository.read(path));
}

function isKustomization(path: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path);
}

function refuseBroken(file: SourceFile | undefined): void {
  if (file && !file.text.includes('{{') && !tryParseYaml(file)) parseYaml(file);
}

const DEPLOYMENT = /^["']?kind["']?:[ \t]*["']?Deployment\b/m;

function refuseBrokenDeployment(repository: Repository, path: string): void {
  const file = repository.read(path);
  if (!file) return;
  const parts = documentParts(file.text).filter(({ start, end }) => {
    const text = file.text.slice(start, end);
    return DEPLOYMENT.test(text) && !text.includes('{{');
  });
  const read = workloadsIn(repository, path).filter(({ kind }) => kind === 'Deployment');
  if (read.length < parts.length) for (const part of parts) refuseBrokenPart(file, part);
}

/** Positions are told in the whole file. */
function refuseBrokenPart(file: SourceFile, { start, end }: TextRange): void {
  try {
    parseYaml({ ...file, text: file.text.slice(start, end) });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { line = 1 } = error.problem;
    throw refusal({ ...error.problem, line: line - 1 + positionAt(file.text, start).line });
  }
}
