import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testdir } from '../setup/testdir.ts';
import { actionlint } from '../tools/actionlint.ts';
import type { Tool } from '../tools/cache.ts';
import { run } from '../tools/command.ts';
import { toolsAreRequired } from '../tools/required.ts';
import { workflowsIn } from './pages.ts';
import { type Action, projectRoot, readYaml } from './steps.ts';

let tool: Tool;
beforeAll(async () => {
  tool = await actionlint();
  if ('missing' in tool && toolsAreRequired) throw new Error(tool.missing);
}, 600_000);

/** What the linter says; nothing where it is not there and not required. */
async function lint(file: string): Promise<string> {
  if ('missing' in tool) return '';
  const { code, stdout, stderr } = await run(tool.path, ['-no-color', file], { cwd: projectRoot });
  return code === 0 ? '' : `${stdout}${stderr}` || `exit ${code}`;
}

const names = readdirSync(join(projectRoot, '.github/workflows'));
const pages = workflowsIn(['docs/for-bots.md', 'README.md']);

describe('actionlint', () => {
  it.each(names)('has nothing to say of %s', async (name) => {
    expect(await lint(join(projectRoot, '.github/workflows', name))).toBe('');
  });

  it.each(pages)('nor of the workflow $title', async ({ text }) => {
    expect(await lint(join(testdir({ 'w.yml': text }), 'w.yml'))).toBe('');
  });

  it('nor of the scripts of action.yml, as steps of a job', async () => {
    const { inputs, runs } = readYaml<Action>('action.yml');
    const declared = Object.keys(inputs).map((name) => [name, { type: 'string' }]);
    const workflow = {
      on: { workflow_call: { inputs: Object.fromEntries(declared) } },
      jobs: { action: { 'runs-on': 'ubuntu-24.04', steps: runs.steps } },
    };
    const file = join(testdir({ 'w.yml': JSON.stringify(workflow) }), 'w.yml');
    expect(await lint(file)).toBe('');
  });

  it('would say so if something were wrong', async () => {
    const wrong = {
      on: 'push',
      jobs: { a: { 'runs-on': 'ubuntu-24.04', steps: [{ run: 'echo ${{ inputs.x.y }}' }] } },
    };
    const file = join(testdir({ 'w.yml': JSON.stringify(wrong) }), 'w.yml');
    expect('missing' in tool ? 'expression' : await lint(file)).toContain('expression');
  });
});
