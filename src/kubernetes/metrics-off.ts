import { flagValue } from './arguments.ts';
import { effectiveArguments } from './effective-arguments.ts';
import type { ManagerManifests } from './manager-manifests.ts';

/** What is known of the address on the Go side. */
export interface AddressSource {
  readonly metricsFlags: readonly { readonly name: string; readonly default: string | undefined }[];
  readonly constantAddress: string | undefined;
}

/**
 * Whether the metrics endpoint is switched off ("0") in every overlay: by the argument, else by the flag's default,
 * else by a constant in the code (controller-runtime, `BindAddress: "0"`).
 */
export function metricsSwitchedOff(manifests: ManagerManifests, source: AddressSource): boolean {
  const defaults = source.metricsFlags.map((flag) => flag.default);
  const byDefault =
    source.metricsFlags.length > 0
      ? defaults.every((value) => value === '0')
      : source.constantAddress === '0';
  if (manifests.renderings.length === 0) return byDefault;
  const names = new Set(source.metricsFlags.map((flag) => flag.name));
  return manifests.renderings.every((rendering) => {
    const passed = flagValue(effectiveArguments(rendering), names);
    return passed === undefined ? byDefault : passed === '0';
  });
}
