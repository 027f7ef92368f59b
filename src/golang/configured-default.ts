import { filesOfBinary } from './binary.ts';
import type { GoProgram } from './program.ts';

/** An address in the code that applies where a configuration names none. */
export interface ConfiguredDefault {
  readonly path: string;
  /** UTF-16 offset of the literal, at its quote. */
  readonly start: number;
  readonly address: string;
}

/** `cfg.Metrics.BindAddress = DefaultAddress`, or a literal there. What is read from a further field is no default. */
const SETS_ADDRESS = /\bMetrics\.BindAddress\s*=\s*(?:(?="([^"\n]*)")|\*?(?:\w+\.)?(\w+)\b(?!\.))/g;

/**
 * The constants and literals that a binary writes into a configuration without an address. Told by the text alone, as
 * {@link takesConfiguredAddress} is: both ask about code that makes its own types of a file.
 */
export function configuredDefaults(program: GoProgram, path: string): readonly ConfiguredDefault[] {
  const files = filesOfBinary(program, path);
  const found = files.flatMap((file) =>
    [...program.text(file).matchAll(SETS_ADDRESS)].flatMap((match): ConfiguredDefault[] => {
      const [whole, literal, name] = match;
      if (literal !== undefined) {
        return [{ path: file, start: match.index + whole.length, address: literal }];
      }
      const own = program.packageOf(file)?.paths ?? [];
      const place = name && [...own, ...files].map((it) => placeOfValue(program, it, name)).find(Boolean);
      return place ? [place] : [];
    }),
  );
  return [...new Map(found.map((it) => [`${it.path}:${it.start}`, it])).values()];
}

/**
 * Whether a binary writes something into the address that is neither a constant nor read from a further field, as
 * `if passed["metrics-bind-address"] { options.Metrics.BindAddress = address }` does: then the file does not decide alone.
 */
export function overridesConfigured(program: GoProgram, path: string): boolean {
  const files = filesOfBinary(program, path);
  const names = files.flatMap((file) =>
    [...program.text(file).matchAll(SETS_ADDRESS)].flatMap(([, , name]) => name ?? []),
  );
  return names.some((name) => !files.some((file) => placeOfValue(program, file, name)));
}

/** Where a constant or a variable of a package gets its text. */
function placeOfValue(program: GoProgram, path: string, name: string): ConfiguredDefault | undefined {
  const declared = new RegExp(`^\\s*(?:const |var )?${name}(?:\\s+string)?\\s*=\\s*(?="([^"\\n]*)")`, 'm');
  const match = declared.exec(program.text(path));
  return match ? { path, start: match.index + match[0].length, address: match[1] ?? '' } : undefined;
}
