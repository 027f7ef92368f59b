import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { builtOnce, runHeavy, type Tool } from './cache.ts';

const VERSION = 'v1.7.12';

/** The linter of GitHub's workflows. */
export function actionlint(): Promise<Tool> {
  return builtOnce(`actionlint-${VERSION}`, async (folder, target) => {
    const module = `github.com/rhysd/actionlint/cmd/actionlint@${VERSION}`;
    const result = await runHeavy('go', ['install', module], { cwd: folder, env: { GOBIN: folder } });
    if (result.code === 0) renameSync(join(folder, 'actionlint'), target);
    return result;
  });
}
