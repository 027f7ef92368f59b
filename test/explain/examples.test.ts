import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/commands/command-line.ts';
import { readConfig } from '../../src/commands/config.ts';
import { planMigration } from '../../src/migration/migration.ts';
import { defaultOptions } from '../../src/migration/options.ts';
import { applyInMemory } from '../../src/repository/change-set.ts';
import { unifiedDiff } from '../../src/repository/diff.ts';
import { memoryRepository } from '../../src/repository/memory-repository.ts';
import { blocksOf, holds } from './page-blocks.ts';
import { refusalExamples } from './refusal-examples.ts';
import { type StepExample, stepExamples } from './step-examples.ts';

const src = fileURLToPath(new URL('../../src/', import.meta.url));
const steps = readdirSync(`${src}steps`, { withFileTypes: true }).flatMap((it) =>
  it.isDirectory() ? [it.name] : [],
);

describe.each(steps)('the page of the step %s', (id) => {
  const blocks = blocksOf(readFileSync(`${src}steps/${id}/readme.md`, 'utf8'));
  const examples = stepExamples[id] ?? [];

  test('has examples, and each of them is executed', () => {
    expect(blocks.length).toBeGreaterThan(0);
    expect(examples.flatMap((it) => it.blocks).sort()).toEqual(blocks.map((_, index) => index));
  });

  test.each(examples)('shows what a run does: blocks $blocks', async (example) => {
    const states = await run(example);
    for (const block of example.blocks.flatMap((index) => blocks[index] ?? [])) {
      if (block.language === 'diff') expectHeld(states.diff, block.text.trimEnd().split('\n'));
      else if (block.language === '') expectNext(states.next, block.text);
      else for (const { side, lines } of block.pieces) expectHeld(states[example.side ?? side], lines);
    }
  });
});

const refusals = readdirSync(`${src}refusals`).map((name) => name.replace(/\.md$/, ''));

describe.each(refusals)('the page of the refusal %s', (id) => {
  const blocks = blocksOf(readFileSync(`${src}refusals/${id}.md`, 'utf8'));
  const example = refusalExamples[id];

  test('has an example where it shows text', () => {
    expect(example !== undefined).toBe(blocks.length > 0);
  });

  if (!example) return;

  test('is what a repository gets until the text stands in it', async () => {
    const codes = async (tree: Readonly<Record<string, string>>) =>
      (await planMigration(memoryRepository(tree), defaultOptions)).refusals.map(({ code }) => code);
    expect(await codes(example.refused)).toEqual([id]);
    expect(await codes(example.byHand)).toEqual([]);
    for (const { pieces } of blocks)
      for (const { lines } of pieces) expectHeld(Object.values(example.byHand), lines);
  });
});

async function run({ tree }: StepExample) {
  const repository = memoryRepository(tree);
  const plan = await planMigration(repository, defaultOptions);
  const after = applyInMemory(repository, plan.changeSet);
  return {
    before: Object.values(tree),
    after: after.paths.flatMap((path) => after.tryRead(path)?.text ?? []),
    diff: [unifiedDiff(plan.changeSet)],
    next: plan.next.flatMap((it) => Object.values(it)).map(String),
  };
}

function expectHeld(texts: readonly string[], lines: readonly string[]): void {
  const isHeld = texts.some((text) => holds(text, lines));
  expect(isHeld ? '' : texts.join('\n'), lines.join('\n')).toBe('');
}

/** What a report says is still to do: a headline, then commands and why. */
function expectNext(said: readonly string[], text: string): void {
  const [, ...lines] = text.trimEnd().split('\n');
  for (const line of lines) expect(said).toContain(line.trim());
}

describe.each(['bump/pages/bump.md', 'metrics-proxy/pages/metrics-proxy.md'])('the page %s', (path) => {
  const blocks = blocksOf(readFileSync(src + path, 'utf8'));

  test('shows commands and configuration that are accepted', () => {
    const commands = blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => text.split('\n'));
    const own = commands.filter((line) => line.startsWith('diag-codemod'));
    expect(own).not.toEqual([]);
    for (const line of own)
      expect(() => parseCommandLine(line.replace(/#.*/, '').trim().split(/\s+/).slice(1))).not.toThrow();
    for (const { text } of blocks.filter(({ language }) => language === 'yaml'))
      expect(() => readConfig(memoryRepository({ '.diag-codemod.yaml': text }), undefined)).not.toThrow();
  });
});
