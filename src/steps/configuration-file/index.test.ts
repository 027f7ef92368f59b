import { describe, expect, it } from 'vitest';
import { programOf } from '../../golang/program.testing.ts';
import type { Decision } from '../../migration/decision.ts';
import { buildChangeSet } from '../../repository/change-set.ts';
import { memoryRepository } from '../../repository/memory-repository.ts';
import { stepInputFor } from '../step-input.testing.ts';
import { step } from './index.ts';

const PATH = 'config/manager/configuration.yaml';

const file = (address: string) => `apiVersion: config.example.org/v1
kind: Configuration
metrics:
  bindAddress: ${address}
`;

/** `from`: the Go file that takes the address out of the file; null where none does. */
function run(
  address: string,
  parts: Partial<Decision> = {},
  from: string | null = 'config.go',
  code = 'package main\n',
) {
  const files = { [PATH]: file(address), 'main.go': code };
  const repository = memoryRepository(files);
  const program = programOf(files);
  const input = stepInputFor(repository, { api: 'metrics-filters', style: 'kubebuilder', ...parts });
  const decisions = input.decisions.map((one) => ({
    ...one,
    manager: {
      ...one.manager,
      source: { ...one.manager.source, configured: from ?? undefined, program, entryPoint: 'main.go' },
    },
  }));
  const result = step.plan({ ...input, decisions });
  const [changed] = buildChangeSet(repository, result.changes).files;
  return { ...result, address: changed?.after?.match(/bindAddress: (.*)/)?.[1] };
}

describe('the address in a configuration file', () => {
  it.each([
    ['127.0.0.1:8080', ':8443'],
    ['localhost:9090', ':8443'],
    ['":8080"', '":8443"'],
    ['0.0.0.0:8080', ':8443'],
    [':9090', undefined],
    [':8443', undefined],
    ['"0"', undefined],
  ])('%s becomes %s', (address, expected) => {
    expect(run(address).address).toBe(expected);
  });

  it('takes the port of the decision', () => {
    expect(run(':8080', { port: 8444 }).address).toBe(':8444');
  });

  it('that switches the metrics off is told of', () => {
    expect(run('"0"').findings).toMatchObject([
      { rule: 'metrics-switched-off', path: PATH, line: 4, column: 16 },
    ]);
  });

  it.each([
    [':8080', [{ rule: 'compiled-in-address', level: 'warning', path: 'main.go', line: 3, column: 17 }]],
    ['127.0.0.1:8080', [{ rule: 'compiled-in-address', path: 'main.go' }]],
    [':8443', []],
    [':9090', []],
    ['0', []],
  ])('that is compiled in as %s and stays is told of', (address, expected) => {
    const code = `package main\n\nconst Address = "${address}"\n\nfunc set(c *C) { c.Metrics.BindAddress = Address }\n`;
    expect(run(':8443', {}, 'config.go', code).findings).toMatchObject(expected);
  });

  it('says what to write', () => {
    const code = 'package main\n\nfunc set(c *C) { c.Metrics.BindAddress = ":8080" }\n';
    const [finding] = run(':8443', { port: 8444 }, 'config.go', code).findings;
    expect(finding?.fix).toBe(
      'Write ":8444" here, and in the tests and the documentation that expect ":8080".',
    );
  });

  it('stays where a flag gives the address of the manager', () => {
    expect(run(':8080', {}, null).address).toBeUndefined();
  });

  it('stays with the flags of Cluster API', () => {
    expect(run(':8080', { api: 'manager-options' }).address).toBeUndefined();
  });
});
