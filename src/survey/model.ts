import type { GoModule } from '../golang/go-module.ts';
import type { ManagerSource } from '../golang/manager-source.ts';
import type { ManagerManifests } from '../kubernetes/manager-manifests.ts';
import type { GeneratorCall } from '../makefile/generator-call.ts';
import type { Repository } from '../repository/repository.ts';

/** A deployed binary that calls controller-runtime's NewManager, with everything that belongs to it. */
export interface ControllerManager {
  /** Path of the file that declares `func main`, e.g. `main.go`, `cmd/main.go`: its name in reports and for `--manager`. */
  readonly entryPoint: string;
  readonly module: GoModule;
  /** The Go side: flag sets, options, the metrics address and how it gets there. */
  readonly source: ManagerSource;
  /** Deployments, overlays, patches, roles, Services and rendered copies that belong to it. */
  readonly manifests: ManagerManifests;
}

/** Everything known of a repository before deciding. */
export interface Survey {
  readonly repository: Repository;
  readonly modules: readonly GoModule[];
  readonly managers: readonly ControllerManager[];
  /** All controller-gen calls of the repository; a step asks which write the role of a manager. */
  readonly generatorCalls: readonly GeneratorCall[];
}
