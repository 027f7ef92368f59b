import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { testdir } from '../setup/testdir.ts';
import { type Action, projectRoot, readYaml, runStep, type StepResult } from './steps.ts';

const action = readYaml<Action>('action.yml');

/** How the action is called; what is not given is as on a push to a repository that can be migrated. */
export interface Call {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly event?: string;
  /** Where action.yml lies. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly workspace?: string;
}

/** Runs the steps of action.yml as a runner would; the result of the last one that ran. */
export async function act(call: Call): Promise<StepResult> {
  const workspace = call.workspace ?? workspaceWith('stdlib-flags-in-main');
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ''] as const);
  const inputs = Object.entries({ ...Object.fromEntries(defaults), ...call.inputs });
  const environment = environmentOf(call, workspace);
  let contexts = Object.fromEntries(inputs.map(([name, value]) => [`inputs.${name}`, value]));
  let last: StepResult | undefined;
  for (const step of action.runs.steps) {
    last = await runStep(step, contexts, { environment, cwd: workspace });
    if (last.code !== 0) return last;
    const outputs = Object.entries(last.outputs).map(([name, value]) => [
      `steps.${step.id}.outputs.${name}`,
      value,
    ]);
    contexts = { ...contexts, ...Object.fromEntries(outputs) };
  }
  if (!last) throw new Error('action.yml has no steps');
  return last;
}

function environmentOf({ folder, event, environment }: Call, workspace: string): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    HOME: testdir(),
    RUNNER_TEMP: testdir(),
    GITHUB_ACTION_PATH: folder ?? projectRoot.replace(/\/$/, ''),
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_NAME: event ?? 'push',
    ...environment,
  };
}

/** A checkout of what a fixture starts from. */
export function workspaceWith(fixture: string, folder = ''): string {
  const workspace = testdir();
  cpSync(join(projectRoot, 'fixtures', fixture, 'before'), join(workspace, folder), { recursive: true });
  return workspace;
}
