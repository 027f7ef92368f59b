import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The shell commands of the page, one text for each block, as a reader copies them. */
export function commandsOf(folder: string): readonly string[] {
  const page = readFileSync(join(folder, 'expose-metrics.md'), 'utf8');
  return [...page.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map(([, commands = '']) => commands);
}
