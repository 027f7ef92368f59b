import { failed, passed } from './evidence.ts';
import type { Proof } from './proof.ts';
import { packagePattern } from './tools/go-build.ts';
import { firstGoError } from './tools/go-error.ts';
import { attemptOf, runGoIn } from './tools/go-run.ts';

/** go vet has nothing to say about the packages of the entry points. */
export const vet: Proof = {
  id: 'vet',
  title: 'go vet of the entry points',
  weight: 'heavy',
  option: 'build',
  needsGo: true,
  async run(subject) {
    const evidence = [];
    for (const { entryPoint, module, source } of subject.managers) {
      subject.progress(`vet: ${entryPoint}`);
      const run = await runGoIn(subject, module.directory, [
        'vet',
        packagePattern(module.directory, source.packageDirectory),
      ]);
      const { reason, ...place } = firstGoError(run.stderr, module.directory);
      evidence.push(
        run.code === 0
          ? passed('vet', entryPoint, attemptOf(run))
          : failed('vet', entryPoint, attemptOf(run), reason, place),
      );
    }
    return evidence;
  },
};
