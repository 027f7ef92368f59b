import type { YAMLMap, YAMLSeq } from 'yaml';
import type { YamlFile } from './yaml-file.ts';

/** What part a workload's text plays (design §2). */
export type WorkloadRole = 'base' | 'patch' | 'rendered' | 'unreached' | 'helm';

/** One argument as it is written. `start..end` is the scalar with its quotes, in UTF-16 units of the file. */
export interface ListItem {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly style: 'plain' | 'single' | 'double' | 'block' | 'alias';
  /** `&name` stands before it: others may point here. */
  readonly anchored: boolean;
}

/** `args` or `command` of a container. */
export interface ItemList {
  readonly key: 'args' | 'command';
  readonly node: YAMLSeq;
  readonly items: readonly ListItem[];
  /** The list stands elsewhere (behind an anchor or a merge key) and more than this container uses it. */
  readonly shared: boolean;
}

/** One entry of a container's `ports`. */
export interface ContainerPort {
  readonly node: YAMLMap;
  readonly number: number | undefined;
  readonly name: string | undefined;
}

/** One container of a pod template. */
export interface ContainerSource {
  readonly node: YAMLMap;
  readonly index: number;
  readonly name: string | undefined;
  readonly image: string | undefined;
  readonly args: ItemList | undefined;
  readonly command: ItemList | undefined;
  readonly ports: readonly ContainerPort[];
  /** The node of `ports`, also when it stands behind an anchor. */
  readonly portList: YAMLSeq | undefined;
}

/** A Deployment, StatefulSet, DaemonSet or Pod, or a strategic patch of one, as it is written in a file. */
export interface WorkloadSource {
  readonly file: YamlFile;
  readonly path: string;
  readonly role: WorkloadRole;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** The whole object. */
  readonly node: YAMLMap;
  /** `spec.template.spec`, or `spec` of a Pod; undefined in a patch without one. */
  readonly podSpec: YAMLMap | undefined;
  readonly serviceAccountName: string | undefined;
  /** Labels of the pod template. */
  readonly podLabels: ReadonlyMap<string, string>;
  readonly containers: readonly ContainerSource[];
  /** The container that runs the manager; undefined where a patch does not touch it. */
  readonly container: ContainerSource | undefined;
}
