import { openRepository } from '../repository/open.ts';
import type { Repository } from '../repository/repository.ts';
import type { SourceFile } from '../repository/source-file.ts';
import { surveyRepository } from '../survey/index.ts';
import type { ControllerManager } from '../survey/model.ts';
import { renderPlace } from './rendered/render.ts';
import type { RenderPlace, Subject } from './subject.ts';
import type { Environments } from './tools/environment.ts';
import { buildManager } from './tools/go-build.ts';
import { copyLinks } from './tools/links.ts';
import { moduleMode } from './tools/module-mode.ts';
import { copyTree, type Scratch } from './tools/scratch.ts';

/** What a subject is made of. */
export interface SubjectParts {
  readonly repository: Repository;
  /** What a migration would leave; empty for the repository as it is. */
  readonly changes: ReadonlyMap<string, SourceFile | undefined>;
  readonly scratch: Scratch;
  readonly environments: Environments;
  readonly isMigration: boolean;
  readonly tidyIsAnnounced: boolean;
  readonly before: Subject | undefined;
  readonly choose: (managers: readonly ControllerManager[]) => readonly ControllerManager[];
  readonly progress: (text: string) => void;
}

/** Copies a repository and surveys the copy. `loadGoGrammar()` must have been awaited. */
export function makeSubject(parts: SubjectParts): Subject {
  const { repository, changes, scratch, environments } = parts;
  copyTree(repository, changes, scratch.tree, () => true);
  copyLinks(repository.root, scratch.tree);
  const survey = surveyRepository(openRepository(scratch.tree));
  const base = { survey, scratch, environments };
  const modes = memoized((directory: string) => moduleMode(survey, scratch, environments, directory));
  const renders = memoized(
    (place: RenderPlace) => renderPlace(base, place),
    ({ path }) => path,
  );
  const builds = memoized(
    (manager: ControllerManager) => buildManager({ ...base, goFlags: modes }, manager),
    ({ entryPoint }) => entryPoint,
  );
  return {
    ...base,
    managers: parts.choose(survey.managers),
    changed: parts.isMigration ? new Set(changes.keys()) : undefined,
    tidyIsAnnounced: parts.tidyIsAnnounced,
    before: parts.before,
    goFlags: modes,
    render: renders,
    build: builds,
    progress: parts.progress,
  };
}

/** The same answer for the same question, asked once. */
function memoized<Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
  keyOf: (question: Question) => string = String,
): (question: Question) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>();
  return (question) => {
    const key = keyOf(question);
    const answer = known.get(key) ?? ask(question);
    known.set(key, answer);
    return answer;
  };
}
