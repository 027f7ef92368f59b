import { resolve } from '../../../golang/declarations.ts';
import {
  children,
  descendants,
  elementValue,
  enclosingDeclaration,
  field,
  type Located,
  statementOf,
  within,
} from '../../../golang/node.ts';
import { namedType, sameType, WEBHOOK_OPTIONS } from '../../../golang/types.ts';
import type { FiltersPlan } from './filters-plan.ts';

/**
 * The variable that gives the webhook server its TLS options, where the options of the metrics server can be given the same: what
 * somebody demanded of TLS holds for both, as kubebuilder scaffolds it.
 */
export function webhookTlsName({ slot, source }: FiltersPlan): string | undefined {
  const { file, node } = slot.kind === 'binding' ? slot.consumer : slot.at;
  const scope = enclosingDeclaration(node);
  const statement = statementOf(node);
  if (!scope || !statement) return undefined;
  for (const literal of descendants(scope, 'composite_literal')) {
    const type = field(literal, 'type');
    if (!type || !sameType(namedType(source.program, { file, node: type }), WEBHOOK_OPTIONS)) continue;
    const name = tlsOf({ file, node: literal });
    const declaration = name && resolve(source.program, { file, node: name });
    if (declaration?.kind !== 'variable') continue;
    const isAbove =
      declaration.node.endIndex < statement.startIndex && sharesBlock(declaration.owner, statement);
    if (declaration.packageLevel || isAbove) return declaration.name;
  }
  return undefined;
}

function tlsOf({ node }: Located): Located['node'] | undefined {
  const element = children(field(node, 'body')).find((one) => field(one, 'key')?.text === 'TLSOpts');
  const value = element && elementValue(element);
  return value?.type === 'identifier' ? value : undefined;
}

/** Whether a declaration is still in scope at a statement below it. */
function sharesBlock(owner: Located['node'], statement: Located['node']): boolean {
  const block = statementOf(owner)?.parent;
  return block !== null && block !== undefined && within(statement, block);
}
