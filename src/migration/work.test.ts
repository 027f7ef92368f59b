import { afterEach, describe, expect, it, vi } from 'vitest';
import { Parser } from 'web-tree-sitter';
import { provider } from '../../test/setup/provider.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { planMigration } from './migration.ts';
import { defaultOptions } from './options.ts';

afterEach(() => vi.restoreAllMocks());

/** The texts that the Go parser is given while a repository is planned. */
async function parsedTexts(files: Record<string, string>): Promise<unknown[]> {
  const parse = vi.spyOn(Parser.prototype, 'parse');
  await planMigration(memoryRepository(files), defaultOptions);
  const texts = parse.mock.calls.map(([text]) => text);
  parse.mockRestore();
  return texts;
}

/** Packages that have nothing to do with the manager, and manifests that it does not use. */
function others(count: number): Record<string, string> {
  const files = Array.from({ length: count }, (_, index): [string, string][] => [
    [`pkg/other${index}/other.go`, `package other${index}\n\nfunc Run() {}\n`],
    [`data/item${index}.yaml`, `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: item-${index}\n`],
  ]);
  return Object.fromEntries(files.flat());
}

// Speed itself is measured by `npm run bench`; what makes it is counted here.
describe('the work of a plan', () => {
  it('loads no grammar where no file speaks of a manager', async () => {
    const init = vi.spyOn(Parser, 'init');
    const { status } = await planMigration(memoryRepository(others(3)), defaultOptions);
    expect([status, init.mock.calls.length]).toEqual(['not-applicable', 0]);
  });

  it('parses each text of Go once, that of the result too', async () => {
    const texts = await parsedTexts(provider());
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });

  it('parses nothing more in a repository with more of other files', async () => {
    const few = await parsedTexts(provider());
    const many = await parsedTexts({ ...provider(), ...others(50) });
    expect(many).toEqual(few);
  });
});
