import { beforeAll, describe, expect, it } from 'vitest';
import { surveyModules } from '../golang/go-mod.ts';
import { loadGoGrammar } from '../golang/syntax.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyManagerSources } from '../survey/go-managers.ts';
import { addressAfter, endpointFlags, endpointNames, secureValueOf } from './endpoint-flags.ts';

beforeAll(loadGoGrammar);

/** A manager whose address flag has this default; without one it has no such flag. */
function withDefault(value?: string) {
  const address = value === undefined ? '":8080"' : 'addr';
  const registration = value === undefined ? '' : `flag.StringVar(&addr, "metrics-addr", "${value}", "")`;
  const main = `package main

import (
	"flag"

	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func main() {
	var addr string
	${registration}
	flag.Parse()
	_, _ = ctrl.NewManager(nil, ctrl.Options{Metrics: metricsserver.Options{BindAddress: ${address}}})
}
`;
  const repository = memoryRepository({ 'go.mod': 'module example.org/x\n', 'main.go': main });
  const [source] = surveyManagerSources(repository, surveyModules(repository));
  if (!source) throw new Error('no manager was found');
  return source;
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

  it('kubebuilder: no name for an address that the code alone gives', () => {
    const flags = endpointFlags('kubebuilder', withDefault(), 8443);
    expect(flags.address).toBeUndefined();
    expect(endpointNames(flags)).toEqual(new Set(['metrics-secure']));
  });

  it('kubebuilder: a default that switches the metrics off stays', () => {
    expect(endpointFlags('kubebuilder', withDefault('0'), 8443).defaultAddress).toBe('0');
  });
});

describe('the value of an argument that keeps its name', () => {
  const decided = () => ({
    flags: endpointFlags('kubebuilder', withDefault(':8080'), 8443),
    port: 8443,
    adopted: false,
  });

  it.each([
    [':8080', ':8443'],
    ['127.0.0.1:8080', ':8443'],
    ['127.0.0.1:8443', ':8443'],
    ['${METRICS:=localhost:8080}', '${METRICS:=:8443}'],
    ['$(METRICS)', ':8443'],
    [':8443', undefined],
    ['0.0.0.0:8443', undefined],
    ['0', undefined],
    ['${METRICS:=0}', undefined],
    ['{{ .Values.metrics.address }}', undefined],
  ])('address %s: %s', (value, expected) => {
    expect(secureValueOf(decided(), 'metrics-addr', value)).toBe(expected);
  });

  it('plain http is not asked for any more', () => {
    expect(secureValueOf(decided(), 'metrics-secure', 'false')).toBe('true');
    expect(secureValueOf(decided(), 'metrics-secure', 'true')).toBeUndefined();
  });

  it('nothing changes where the code is secure already, nor for other flags', () => {
    expect(secureValueOf({ ...decided(), adopted: true }, 'metrics-addr', ':8080')).toBeUndefined();
    expect(secureValueOf(decided(), 'health-addr', ':8080')).toBeUndefined();
  });

  it('an address under its new name was written for the secure endpoint', () => {
    const flags = endpointFlags('diagnostics', withDefault(':8080'), 8443);
    expect(secureValueOf({ ...decided(), flags }, 'diagnostics-address', ':9000')).toBeUndefined();
  });

  it('what was written for a sidecar that goes now changes, whatever the code does', () => {
    const flags = endpointFlags('cluster-api', withDefault(':8080'), 8443);
    const freed = { flags, port: 8443, adopted: true, freed: true };
    const secured = (name: string, value?: string) => secureValueOf(freed, name, value);
    expect(secured('diagnostics-address', '127.0.0.1:8080')).toBe(':8443');
    expect(secured('diagnostics-address', ':8443')).toBeUndefined();
    expect(secured('insecure-diagnostics')).toBe('false');
    expect(secured('insecure-diagnostics', 'true')).toBe('false');
    expect(secured('insecure-diagnostics', '${INSECURE:=true}')).toBe('${INSECURE:=false}');
    expect(secured('insecure-diagnostics', 'false')).toBeUndefined();
    expect(secured('leader-elect')).toBeUndefined();
    expect(addressAfter(freed, '127.0.0.1:8080')).toBe(':8443');
  });

  it('the address in force', () => {
    expect([undefined, ':8080', '0'].map((passed) => addressAfter(decided(), passed))).toEqual([
      ':8443',
      ':8443',
      '0',
    ]);
  });
});
