import { failed, passed } from './evidence.ts';
import type { Proof } from './proof.ts';
import { firstGoError } from './tools/go-error.ts';

/** Each entry point compiles and links. */
export const build: Proof = {
  id: 'build',
  title: 'go build of the entry points',
  weight: 'heavy',
  option: 'build',
  needsGo: true,
  async run(subject) {
    const evidence = [];
    for (const manager of subject.managers) {
      subject.progress(`build: ${manager.entryPoint}`);
      const { attempt, failure } = await subject.build(manager);
      const { reason, ...place } = firstGoError(failure ?? '', manager.module.directory);
      evidence.push(
        failure === undefined
          ? passed('build', manager.entryPoint, attempt)
          : failed('build', manager.entryPoint, attempt, reason, place),
      );
    }
    return evidence;
  },
};
