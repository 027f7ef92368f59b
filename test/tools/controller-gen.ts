import { controllerGen as product } from '../../src/proofs/tools/controller-gen.ts';
import { runHeavy, type Tool } from './cache.ts';

/** The controller-gen of a version such as `v0.17.2`, from the cache or built into it; one build at a time on a machine. */
export function controllerGen(version: string): Promise<Tool> {
  return product(version, process.env, (args, place) => runHeavy('go', args, place));
}
