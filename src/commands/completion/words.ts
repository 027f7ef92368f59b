import { stepDescriptions } from '../../migration/steps.ts';
import { proofIds } from '../../proofs/evidence.ts';
import { type CommandEntry, commandTable, SHELLS } from '../command-table.ts';
import { FORMATS } from '../deliveries.ts';
import { type OptionEntry, optionTable } from '../option-table.ts';
import { STYLES } from '../settings.ts';
import { allTopics } from '../topics.ts';

/** What completion offers: the table of the command line, with words in the place of kinds. */
export interface CompletionWords {
  readonly commands: readonly CommandWords[];
  readonly options: readonly OptionEntry[];
}

export interface CommandWords {
  readonly name: string;
  readonly help: string;
  readonly options: readonly OptionEntry[];
  /** Words that its operand may be, or that it is a folder, or files. */
  readonly operands: readonly string[] | 'folder' | 'files';
}

/** The one source of all completion scripts. */
export function completionWords(): CompletionWords {
  const commands = commandTable.map((entry) => ({
    name: entry.name,
    help: entry.help,
    options: optionTable.filter(({ commands }) => commands.includes(entry.name)),
    operands: operandsOf(entry),
  }));
  return { commands, options: optionTable };
}

/** The words that an option's value may be; undefined where it is free, or a file or folder. */
export function valuesOf({ takes }: OptionEntry): readonly string[] | undefined {
  switch (takes) {
    case 'step':
      return stepDescriptions.map(({ id }) => id);
    case 'proof':
      return [...proofIds, 'all'];
    case 'style':
      return STYLES;
    case 'format':
      return FORMATS;
    default:
      return undefined;
  }
}

/** Whether several values may stand behind one option, with commas between them. */
export function isList({ value = '' }: OptionEntry): boolean {
  return value.endsWith(',…');
}

function operandsOf({ operand }: CommandEntry): CommandWords['operands'] {
  if (operand === 'topic') return allTopics().map(({ id }) => id);
  if (operand === 'shell') return SHELLS;
  if (operand === 'files') return 'files';
  return operand === 'nothing' ? [] : 'folder';
}
