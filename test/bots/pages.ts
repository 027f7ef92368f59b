import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './steps.ts';

/** A fenced block of a page. */
export interface Block {
  /** The heading above it, and its number on the page. */
  readonly title: string;
  readonly language: string;
  readonly text: string;
}

/** All fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const path = join(projectRoot, page);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  let heading = page;
  let number = 0;
  return [...text.matchAll(/^#+ (.+)$|^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(
    ([, title, language, block]) => {
      if (title !== undefined) heading = title;
      if (language === undefined || block === undefined) return [];
      number += 1;
      return [{ title: `${heading} (${page}, ${number})`, language, text: block }];
    },
  );
}

/** Blocks of YAML that are whole workflows. */
export function workflowsIn(pages: readonly string[]): readonly Block[] {
  return pages.flatMap(blocksOf).filter(({ language, text }) => language === 'yaml' && /^jobs:$/m.test(text));
}
