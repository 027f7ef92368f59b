import { expect, test } from 'vitest';
import { changed, filtersProvider, planOf } from '../../../test/setup/rule-example.ts';
import { migrate, refusalOf } from './migrate.testing.ts';

function main(port: string, flags = ''): string {
  return `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
)

type settings struct{ port int }

func defaults() settings { return settings{port: 8443} }

func main() {
	var metricsAddr string
	flag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
${flags}	flag.Parse()
	known := defaults()
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics:       metricsserver.Options{BindAddress: metricsAddr},
		WebhookServer: webhook.NewServer(webhook.Options{Port: ${port}}),
	})
	if err != nil {
		os.Exit(1)
	}
	_, _ = mgr, known
}
`;
}

const FLAG = '	port := flag.Int("webhook-port", 8443, "Webhooks.")\n';

test.each([
  ['a number', main('8443'), 23],
  ['the default of a flag', main('*port', FLAG), 19],
  ['a setting', main('known.port'), 14],
])('the secure port is that of the webhook server by %s: refused', async (_, text, line) => {
  const problem = await refusalOf({ 'main.go': text });
  expect(problem).toMatchObject({ code: 'port-taken', file: 'main.go', line });
  expect(problem.hint).toContain('--port');
});

test('another one is none of it', async () => {
  const { files } = await migrate({ 'main.go': main('9443') }, { api: 'metrics-filters' });
  expect(files['main.go']).toContain('"metrics-addr", ":8443"');
});

test('an argument that gives the webhook server another port decides', async () => {
  const own = changed(filtersProvider(), {
    'main.go': [
      '\tflag.Parse()\n',
      '\twebhookPort := flag.Int("webhook-port", 8443, "Webhooks.")\n\tflag.Parse()\n',
    ],
  });
  const plain = changed(own, {
    'main.go': [
      '\tif secureMetrics {\n\t\tmetricsOptions.FilterProvider = filters.WithAuthenticationAndAuthorization\n\t}\n',
      '',
    ],
  });
  const served = changed(plain, {
    'main.go': [
      'ctrl.Options{',
      'ctrl.Options{WebhookServer: webhook.NewServer(webhook.Options{Port: *webhookPort}), ',
    ],
  });
  const passed = changed(served, {
    'config/manager/manager.yaml': [
      '        - "--metrics-bind-address=:8443"\n',
      '        - "--metrics-bind-address=:8443"\n        - "--webhook-port=9443"\n',
    ],
  });
  expect((await planOf(served)).refusals).toMatchObject([{ code: 'port-taken' }]);
  expect((await planOf(passed)).refusals).toEqual([]);
});
