import { describe, expect, it } from 'vitest';
import type { ManagerSource } from '../golang/manager-source.ts';
import { endpointFlags, endpointNames } from './endpoint-flags.ts';

/** A manager whose address flag has this default; without one it has no such flag. */
function withDefault(value?: string): ManagerSource {
  const flag = { name: 'metrics-addr', default: value, path: 'main.go', start: 0, end: 0 };
  return { metricsFlags: value === undefined ? [] : [flag] } as unknown as ManagerSource;
}

describe('the flags of the endpoint', () => {
  it.each(['cluster-api', 'diagnostics'] as const)('%s: its own names, passed everywhere', (style) => {
    expect(endpointFlags(style, withDefault(':8080'), 9443)).toEqual({
      address: 'diagnostics-address',
      defaultAddress: ':9443',
      security: 'insecure-diagnostics',
      secureValue: 'false',
      alwaysPassed: true,
    });
  });

  it('kubebuilder: the name of today, passed where it is passed today', () => {
    expect(endpointFlags('kubebuilder', withDefault(':8080'), 8443)).toEqual({
      address: 'metrics-addr',
      defaultAddress: ':8443',
      security: 'metrics-secure',
      secureValue: 'true',
      alwaysPassed: false,
    });
  });

  it('kubebuilder: the scaffold’s name where there is none', () => {
    expect(endpointNames(endpointFlags('kubebuilder', withDefault(), 8443))).toEqual(
      new Set(['metrics-bind-address', 'metrics-secure']),
    );
  });

  it('kubebuilder: a default that switches the metrics off stays', () => {
    expect(endpointFlags('kubebuilder', withDefault('0'), 8443).defaultAddress).toBe('0');
  });
});
