import { afterEach, describe, expect, it, vi } from 'vitest';
import { Parser } from 'web-tree-sitter';
import { Lexer } from 'yaml';
import { mainGo, provider } from '../../test/setup/provider.ts';
import { GoProgram } from '../golang/program.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyRepository } from '../survey/index.ts';
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

/** The texts that the YAML library takes apart meanwhile. */
async function lexedTexts(files: Record<string, string>): Promise<unknown[]> {
  const lex = vi.spyOn(Lexer.prototype, 'lex');
  await planMigration(memoryRepository(files), defaultOptions);
  const texts = lex.mock.calls.map(([text]) => text);
  lex.mockRestore();
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

/** A manager that builds something by a chain of calls. */
function chain(links: number): Record<string, string> {
  const builder = `package main

type builder struct{}

func (b *builder) With() *builder { return b }

func build() { new(builder)${'.With()'.repeat(links)} }
`;
  return provider({ 'main.go': mainGo({ body: '\tbuild()\n' }), 'builder.go': builder });
}

// Speed itself is measured by `npm run bench`; what makes it is counted here.
describe('the work of a plan', () => {
  it('loads no grammar where no file speaks of a manager', async () => {
    const init = vi.spyOn(Parser, 'init');
    const { status } = await planMigration(memoryRepository(others(3)), defaultOptions);
    expect([status, init.mock.calls.length]).toEqual(['not-applicable', 0]);
  });

  it('parses each text of Go once, that of the result too', async () => {
    // A text of its own: another test may just have had the usual one parsed.
    const texts = await parsedTexts(provider({ 'main.go': mainGo({ body: '\t// Only here.' }) }));
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });

  it('looks at Go again only where Go changes', () => {
    const repository = memoryRepository(provider());
    const sourcesWith = (path: string) => {
      const file = repository.read(path);
      if (!file) throw new Error(`no ${path}`);
      const after = repository.overlay(new Map([[path, { ...file, text: `${file.text}\n` }]]));
      return surveyRepository(after).managers.map(({ source }) => source);
    };
    const [source] = surveyRepository(repository).managers.map((manager) => manager.source);
    expect(source).toBeDefined();
    expect(sourcesWith('config/manager/manager.yaml')[0]).toBe(source);
    for (const path of ['go.mod', 'main.go']) expect(sourcesWith(path)[0]).not.toBe(source);
  });

  it('asks once for the type of each link of a chain of calls', async () => {
    const asked = vi.spyOn(GoProgram.prototype, 'packageOf');
    const workOf = async (links: number) => {
      asked.mockClear();
      await planMigration(memoryRepository(chain(links)), defaultOptions);
      return asked.mock.calls.length;
    };
    const [few, more, most] = [await workOf(10), await workOf(20), await workOf(40)];
    expect(more).toBeGreaterThan(few);
    expect(most - more).toBe(2 * (more - few));
  });

  it('parses nothing more in a repository with more of other files', async () => {
    // Texts of their own: the last ones that were parsed are remembered.
    const manager = (body: string) => provider({ 'main.go': mainGo({ body }) });
    const few = await parsedTexts(manager('\t_ = "few"'));
    const many = await parsedTexts({ ...manager('\t_ = "many"'), ...others(50) });
    expect(few.length).toBeGreaterThan(0);
    expect(many.length).toBe(few.length);
  });

  it('parses each manifest once, however many look for something in it', async () => {
    const texts = await lexedTexts(provider());
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });
});
