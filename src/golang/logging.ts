import { callWithArgument } from './calls.ts';
import { field, type Located } from './node.ts';
import type { GoProgram } from './program.ts';
import { calleeOf, importOf } from './types.ts';

/** Packages whose functions of these names write to a log and go on. */
const LOG_PACKAGES = /^(?:log|log\/slog|k8s\.io\/klog(?:\/v2)?|github\.com\/sirupsen\/logrus)$/;
const METHODS =
  /^(?:(?:Info|Debug|Trace|Warn|Warning|Error|Print)(?:f|ln|w|S|Depth|Context)?|With|WithValues|WithField)$/;

/**
 * Whether an expression is an argument of a logging call, of a logging package or of a logger that this repository does not
 * define (`setupLog.V(1).Info(…)`): what it says is read by people alone.
 */
export function isLogged(program: GoProgram, { file, node }: Located): boolean {
  const call = callWithArgument(node);
  const called = field(call, 'function');
  const operand = field(called, 'operand');
  if (!call || !operand || !METHODS.test(field(called, 'field')?.text ?? '')) return false;
  const importPath = importOf(program, { file, node: operand });
  if (importPath !== undefined) return LOG_PACKAGES.test(importPath);
  return calleeOf(program, { file, node: call }) === undefined;
}
