import type { ControllerManager, Survey } from '../survey/model.ts';
import type { Rendition } from './rendered/rendition.ts';
import type { Environments } from './tools/environment.ts';
import type { Built } from './tools/go-build.ts';
import type { Scratch } from './tools/scratch.ts';

/** What the proofs look at: a scratch copy of a repository, and what several of them need. */
export interface Subject {
  /** Of the copy: its repository's root is the copy. */
  readonly survey: Survey;
  /** The managers that are proved. */
  readonly managers: readonly ControllerManager[];
  readonly scratch: Scratch;
  readonly environments: Environments;
  /** Paths that a migration changes; undefined where the repository is proved as it is. */
  readonly changed: ReadonlySet<string> | undefined;
  /** `go mod tidy` is told to the user as a command to run: what it changes is no fault then. */
  readonly tidyIsAnnounced: boolean;
  /** The repository as it was before the migration, where that is known: a folder. */
  readonly before: Subject | undefined;
  /** GOFLAGS for a module, found out once. */
  goFlags(directory: string): Promise<string>;
  /** Everything that one overlay, file or chart brings to a cluster, rendered once. */
  render(place: RenderPlace): Promise<Rendition>;
  /** The manager's program, compiled once. */
  build(manager: ControllerManager): Promise<Built>;
  /** Says what is going on, on a terminal. */
  readonly progress: (text: string) => void;
}

/** Where objects come from. */
export interface RenderPlace {
  readonly kind: 'kustomize' | 'file' | 'chart';
  /** Path of the kustomization, the file, or the chart's Chart.yaml. */
  readonly path: string;
}
