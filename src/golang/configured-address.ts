import { filesOfBinary } from './binary.ts';
import type { GoProgram } from './program.ts';

/**
 * How code takes the metrics address out of a configuration that it has read: `o.Metrics.BindAddress = cfg.Metrics.BindAddress`, the same in
 * a literal, and `AndFrom` of the options of controller-runtime before 0.18, which does it itself.
 */
const TAKES_ADDRESS = [
  /\bMetrics\.BindAddress\s*=\s*[\w.]+\.Metrics\.BindAddress\b/,
  /\bBindAddress:\s*[\w.]+\.Metrics\.BindAddress\b/,
  /\bAndFrom(?:OrDie)?\(/,
];

/** The file in which a binary takes its metrics address out of a configuration, undefined where none does. Told by the text alone. */
export function takesConfiguredAddress(program: GoProgram, path: string): string | undefined {
  return filesOfBinary(program, path).find((file) => {
    const text = program.text(file);
    return text.includes('"sigs.k8s.io/controller-runtime') && TAKES_ADDRESS.some((one) => one.test(text));
  });
}
