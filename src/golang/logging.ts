import { callWithArgument } from './calls.ts';
import { field, type Located } from './node.ts';
import type { GoProgram } from './program.ts';
import type { Node } from './syntax.ts';
import { calleeOf, importOf } from './types.ts';

/** Packages whose functions of these names write to a log and go on. */
const LOG_PACKAGES = /^(?:log|log\/slog|k8s\.io\/klog(?:\/v2)?|github\.com\/sirupsen\/logrus)$/;
const METHODS =
  /^(?:(?:Info|Debug|Trace|Warn|Warning|Error|Print|Sprint)(?:f|ln|w|S|Depth|Context)?|With|WithValues|WithField)$/;

/**
 * Whether an expression is an argument of a logging call, of a logging package or of a logger that this repository does not
 * define (`setupLog.V(1).Info(…)`), or part of the text of one: what it says is read by people alone.
 */
export function isLogged(program: GoProgram, { file, node }: Located): boolean {
  const text = formattedWith(node);
  if (text) return isLogged(program, { file, node: text });
  const call = callWithArgument(node);
  const called = field(call, 'function');
  const operand = field(called, 'operand');
  const method = field(called, 'field')?.text ?? '';
  if (!call || !operand || !METHODS.test(method)) return false;
  const importPath = importOf(program, { file, node: operand });
  if (importPath === 'fmt' && method.startsWith('Sprint')) return isLogged(program, { file, node: call });
  if (importPath !== undefined) return LOG_PACKAGES.test(importPath);
  return calleeOf(program, { file, node: call }) === undefined;
}

/** The text that an expression is put into: `"at " + addr`, with or without parentheses. */
function formattedWith({ parent }: Node): Node | undefined {
  const isSum = parent?.type === 'binary_expression' && field(parent, 'operator')?.text === '+';
  return parent && (isSum || parent.type === 'parenthesized_expression') ? parent : undefined;
}
