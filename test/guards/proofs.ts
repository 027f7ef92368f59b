import type { Guard } from './guard.ts';

/** Of proofs, and of what they leave behind. */
export const proofs: readonly Guard[] = [
  {
    guard: 'proofs: what was proved before a change is not taken for a proof of the result',
    file: 'src/proofs/evidence-cache.ts',
    find: '.update(bytes);',
    replace: ';',
    test: { file: 'src/proofs/evidence-cache.test.ts', name: 'changes with a byte, a path and a mode' },
  },
  {
    guard: 'proofs: without Go what needs it is skipped',
    file: 'src/proofs/run-proofs.ts',
    find: 'if (proof.needsGo && !subject.environments.hasGo)',
    replace: 'if (proof.needsGo && subject.managers.length === 0)',
    test: { file: 'src/proofs/verify.test.ts', name: 'skips what needs Go where there is none' },
  },
  {
    guard: 'proofs: whether vendor/ fits is asked of the tidied go.mod',
    file: 'src/proofs/go-mod-tidy.ts',
    find: "{ ...subject, goFlags: async () => '' }",
    replace: 'subject',
    test: { file: 'src/proofs/verify.test.ts', name: 'whether vendor/ fits' },
  },
  {
    guard: 'proofs: make in a copy knows where it begins',
    file: 'src/proofs/makefile/make-environment.ts',
    find: "*'rev-parse --show-toplevel')",
    replace: "*'rev-parse --nothing')",
    test: { file: 'src/proofs/makefile/made-files.test.ts', name: 'runs the one line that writes the file' },
  },
  {
    guard: 'left-over folders: one of a living process stays',
    file: 'src/repository/owned-folder.ts',
    find: 'return !isAlive(identity, ageMs);',
    replace: 'return true;',
    test: { file: 'src/repository/owned-folder.test.ts', name: 'leaves what is alive' },
  },
  {
    guard: 'left-over folders: links, and folders that others may enter, stay',
    file: 'src/repository/owned-folder.ts',
    find: 'if (isPrivate(folder) && isLeft(folder))',
    replace: 'if (isLeft(folder))',
    test: { file: 'src/repository/owned-folder.test.ts', name: 'leaves what is alive' },
  },
  {
    guard: 'left-over folders: those of another machine have a day',
    file: 'src/repository/owned-folder.ts',
    find: 'if (homeOf(identity) !== homeOf(identityOfProcess()) && ageMs < DAY) return false;',
    replace: '',
    test: { file: 'src/repository/owned-folder.test.ts', name: 'of an earlier boot after a day' },
  },
];
