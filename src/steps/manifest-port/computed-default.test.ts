import { expect, test } from 'vitest';
import { changed, filtersProvider, planOf } from '../../../test/setup/rule-example.ts';

test('a port is found by the address that a computed default falls back to', async () => {
  const computed = changed(filtersProvider(), {
    'main.go': ['"metrics-bind-address", ":8443"', '"metrics-bind-address", envOr("ADDR", ":8080")'],
  });
  const half = changed(computed, {
    'main.go': ['"metrics-secure", true', '"metrics-secure", false'],
    'config/manager/manager.yaml': ['        - "--metrics-bind-address=:8443"\n', ''],
  });
  const old = changed(half, {
    'config/manager/manager.yaml': [
      'containerPort: 8443\n          name: metrics',
      'containerPort: 8080\n          name: http-prom',
    ],
  });
  const { changeSet } = await planOf(old);
  const file = changeSet.files.find(({ path }) => path === 'config/manager/manager.yaml');
  expect(file?.after).toContain('containerPort: 8443\n          name: http-prom');
});
