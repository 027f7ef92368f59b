import { beforeAll, describe, expect, it } from 'vitest';
import { managerSource } from '../../test/setup/manager-manifests.ts';
import type { GoModule } from '../golang/go-module.ts';
import { loadGoGrammar } from '../golang/syntax.ts';
import { noManifests } from '../kubernetes/manager-manifests.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyManagerSources } from '../survey/go-managers.ts';
import type { Decision } from './decision.ts';
import { endpointTraits } from './endpoint-traits.ts';

beforeAll(loadGoGrammar);

const MODULE: GoModule = {
  directory: '.',
  file: 'go.mod',
  modulePath: 'example.org/weaver',
  goVersion: '1.22',
  requirements: [],
  replacements: [],
  vendored: false,
};

const SCAFFOLD =
  'flag.BoolVar(&enableHTTP2, "enable-http2", false, "HTTP/2.")\n	if !enableHTTP2 {\n		tlsOpts = append(tlsOpts, disableHTTP2)\n	}';

/** What the endpoint of a manager with these metrics options is like. */
function traits(
  parts: { options?: string; before?: string; address?: string },
  decided: Partial<Decision> = {},
) {
  const { options = '', before = '', address = 'addr' } = parts;
  const text = `package main

import (
	"crypto/tls"
	"flag"

	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func disableHTTP2(c *tls.Config) { c.NextProtos = []string{"http/1.1"} }

func main() {
	var addr string
	var enableHTTP2 bool
	var tlsOpts []func(*tls.Config)
	flag.StringVar(&addr, "metrics-bind-address", ":8080", "Address.")
	${before}
	flag.Parse()
	mgr, _ := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: metricsserver.Options{BindAddress: ${address}, ${options}},
	})
	_ = mgr
}
`;
  const [source] = surveyManagerSources(memoryRepository({ 'main.go': text }), [MODULE]);
  if (!source) throw new Error('no manager');
  const manager = { entryPoint: 'main.go', module: MODULE, source, manifests: noManifests };
  const usual = { api: 'metrics-filters', style: 'kubebuilder', adopted: false } as Partial<Decision>;
  const { http1, metricsAlone } = endpointTraits({ ...usual, ...decided, manager } as Decision);
  return { http1: http1(), metricsAlone: metricsAlone() };
}

describe('the migrated endpoint speaks no HTTP/2', () => {
  it('where kubebuilder’s flag comes with it', () => {
    expect(traits({}).http1).toBe(true);
  });

  it('where the TLS options of the scaffold switch it off', () => {
    const scaffolded = { before: SCAFFOLD, options: 'TLSOpts: tlsOpts' };
    expect(traits(scaffolded).http1).toBe(true);
    expect(traits(scaffolded, { api: 'manager-options', style: 'cluster-api' }).http1).toBe(true);
  });

  it.each([
    ['Cluster API’s flags secure it', {}, { api: 'manager-options', style: 'cluster-api' }],
    ['the spelling is Cluster API’s', {}, { style: 'diagnostics' }],
    ['the address is a constant', { address: '":8080"' }, {}],
    ['nobody knows what its TLS options say', { options: 'TLSOpts: resolved()' }, {}],
    ['https is half there', { options: 'SecureServing: true' }, {}],
    ['the switch is there, and its options are not passed', { before: SCAFFOLD }, {}],
    ['it was secured before', {}, { adopted: true }],
  ] as const)('but not where %s', (_title, parts, decided) => {
    expect(traits(parts, decided).http1).toBe(false);
  });
});

describe('the migrated endpoint serves the metrics alone', () => {
  it('unless somebody adds a handler, or Cluster API does', () => {
    expect(traits({}).metricsAlone).toBe(true);
    expect(traits({ options: 'ExtraHandlers: nil' }).metricsAlone).toBe(false);
    expect(traits({}, { api: 'manager-options' }).metricsAlone).toBe(false);
  });
});

it('nothing of the code is asked for before it matters', () => {
  expect(() => endpointTraits({ manager: { source: managerSource() } } as Decision)).not.toThrow();
});
