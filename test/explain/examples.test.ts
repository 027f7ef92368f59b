import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { planMigration } from '../../src/migration/migration.ts';
import { defaultOptions } from '../../src/migration/options.ts';
import { applyInMemory } from '../../src/repository/change-set.ts';
import { unifiedDiff } from '../../src/repository/diff.ts';
import { memoryRepository } from '../../src/repository/memory-repository.ts';
import { blocksOf, holds } from './page-blocks.ts';
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
