import { expect, test } from 'vitest';
import { argumentTaking } from './taken-port.ts';

test.each([
  ['--webhook-port=8443', true],
  ['--health-addr=:8443', true],
  ['--health-addr=0.0.0.0:8443', true],
  ['--metrics-bind-address=:8443', false],
  ['--diagnostics-address=:8443', false],
  ['--webhook-port=18443', false],
  ['--retries=8443', false],
  ['--webhook-port', false],
])('%s', (argument, expected) => {
  expect(argumentTaking(['--leader-elect', argument], 8443)).toBe(expected ? argument : undefined);
});
