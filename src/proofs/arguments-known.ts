import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Evidence, failed, passed, skipped } from './evidence.ts';
import type { Proof } from './proof.ts';
import { placeOfArgument } from './rendered/argument-place.ts';
import { argumentsOf, flagComplaints, substituted } from './rendered/rendered.ts';
import { type RenderedManager, renderedManagers } from './rendered/rendition.ts';
import type { Subject } from './subject.ts';
import { type ProgramResult, runProgram } from './tools/run-program.ts';

/** The built manager, given exactly the rendered arguments and `--help`, knows every one of them. */
export const argumentsKnown: Proof = {
  id: 'arguments-known',
  title: 'every rendered argument is a flag of the built manager',
  weight: 'heavy',
  option: 'build',
  needsGo: true,
  async run(subject) {
    const evidence: Evidence[] = [];
    for (const rendered of await renderedManagers(subject)) evidence.push(await prove(subject, rendered));
    return evidence;
  },
};

async function prove(subject: Subject, rendered: RenderedManager): Promise<Evidence> {
  const { manager, rendition, container } = rendered;
  const name = `${manager.entryPoint} in ${rendition.place.path}`;
  const { binary, failure } = await subject.build(manager);
  if (failure !== undefined)
    return skipped('arguments-known', name, 'the manager does not build', 'See build.');
  const args = argumentsOf(container).map((argument) => substituted(argument, rendition.text ?? ''));
  const help = await askForHelp(subject, binary, args);
  const output = help.stdout + help.stderr;
  const command = `bin/manager ${[...args, '--help'].join(' ')}`;
  const attempt = { tool: manager.entryPoint, version: '', command, milliseconds: help.milliseconds };
  const [complaint] = flagComplaints(output);
  if (complaint !== undefined) {
    return failed(
      'arguments-known',
      name,
      attempt,
      complaint.slice(0, 300),
      placeOfArgument(manager, complaint),
    );
  }
  if (/metrics|diagnostics/.test(output)) return passed('arguments-known', name, attempt);
  const said = output.trim().slice(-300) || `exit ${help.code}`;
  return skipped(
    'arguments-known',
    name,
    `it prints no help: ${said}`,
    'Start it by hand with these arguments.',
  );
}

/** In an empty folder, in an environment without a cluster: only `--env` reaches it. */
function askForHelp(
  { scratch, environments }: Subject,
  binary: string,
  args: readonly string[],
): Promise<ProgramResult> {
  const nowhere = join(scratch.root, 'nowhere');
  mkdirSync(nowhere, { recursive: true });
  const env = { ...environments.named, HOME: nowhere, PATH: '/usr/bin:/bin' };
  return runProgram(binary, [...args, '--help'], { cwd: nowhere, env, timeout: 60_000 });
}
