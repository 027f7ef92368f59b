import { oncePerPair } from '../repository/once-per-pair.ts';
import { type FlagRegistration, registrationsIn } from './flag-registration.ts';
import { PFLAG } from './flag-set.ts';
import type { GoPackage, GoProgram } from './program.ts';

/** Import paths used by the package of `path` and by the packages of the repository that it imports, directly or not. Sorted. */
export function binaryImports(program: GoProgram, path: string): string[] {
  const imports = new Set(packagesOfBinary(program, path).flatMap((one) => importsOfPackage(program, one)));
  return [...imports].sort();
}

/** Constant names of the flags that the binary's own packages register, whichever set they are registered on. */
export function flagNamesOf(program: GoProgram, path: string): Set<string> {
  return new Set(flagRegistrations(program, path).flatMap(({ name }) => name ?? []));
}

/** Every registration of a flag in the binary's own packages. */
export function flagRegistrations(program: GoProgram, path: string): FlagRegistration[] {
  return filesOfBinary(program, path).flatMap((file) => {
    const imported = program.importsOf(file);
    if (!imported.includes('flag') && !imported.includes(PFLAG)) return [];
    const parsed = program.file(file);
    return parsed ? registrationsIn(program, parsed) : [];
  });
}

/** Paths of the files of the package of `path` and of the packages of the repository that it imports, directly or not. */
export function filesOfBinary(program: GoProgram, path: string): string[] {
  return packagesOfBinary(program, path).flatMap((one) => one.paths);
}

/** The package of `path` and the packages of the repository that it imports, directly or not. */
export function packagesOfBinary(program: GoProgram, path: string): readonly GoPackage[] {
  const start = program.packageOf(path);
  return start ? packagesFrom(program, start) : [];
}

/** Asked for by every survey, step and rule that needs the whole binary. */
const packagesFrom = oncePerPair((program: GoProgram, start: GoPackage): readonly GoPackage[] => {
  const found = new Set([start]);
  for (const next of found) {
    for (const importPath of importsOfPackage(program, next)) {
      const imported = program.packageByImport(importPath);
      if (imported) found.add(imported);
    }
  }
  return [...found];
});

function importsOfPackage(program: GoProgram, goPackage: GoPackage): string[] {
  return goPackage.paths.flatMap((path) => program.importsOf(path));
}
