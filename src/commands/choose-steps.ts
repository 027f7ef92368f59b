import type { StepDescription } from '../migration/step.ts';
import { stepDescriptions } from '../migration/steps.ts';
import { wrap } from '../reports/layout.ts';
import type { ChangeSet } from '../repository/change-set.ts';

/** Asks a person one question, and gives the line that was typed; undefined where the input ended. */
export type Ask = (question: string) => Promise<string | undefined>;

/** A step that would change something, and whether it is to be taken. */
export interface StepChoice extends StepDescription {
  /** How many files it changes, alone or with others. */
  readonly files: number;
  readonly chosen: boolean;
}

/** Asks which steps of a plan to take. Gives their ids, or undefined when none, or nothing at all, is wanted. */
export async function chooseSteps(changeSet: ChangeSet, ask: Ask): Promise<readonly string[] | undefined> {
  let choices = pendingSteps(changeSet);
  for (let remark = ''; ; ) {
    const answer = (await ask(questionFor(choices, remark)))?.trim().toLowerCase();
    if (answer === undefined || answer === 'n' || answer === 'no') return undefined;
    if (answer === 'y' || answer === 'yes') break;
    const numbers = answer.split(/[\s,]+/).map(Number);
    const isWrong = numbers.some((number) => !choices[number - 1]);
    remark = isWrong ? `There is no answer ${JSON.stringify(answer)}.` : '';
    if (!isWrong) choices = numbers.reduce((all, number) => toggled(all, number - 1), choices);
  }
  const chosen = choices.filter((choice) => choice.chosen).map(({ id }) => id);
  return chosen.length === 0 ? undefined : chosen;
}

/** The steps that change something, all of them chosen, in the order in which they take effect. */
export function pendingSteps({ files }: ChangeSet): readonly StepChoice[] {
  return stepDescriptions.flatMap((step) => {
    const changed = files.filter(({ steps }) => steps.includes(step.id)).length;
    const { id, title, needs } = step;
    return changed === 0 ? [] : [{ id, title, needs, files: changed, chosen: true }];
  });
}

/**
 * Switches one step on or off. What it needs is switched on with it; what needs it goes with it: `--only` would refuse to
 * split them.
 */
export function toggled(choices: readonly StepChoice[], index: number): readonly StepChoice[] {
  const start = choices[index];
  if (!start) return choices;
  const chosen = !start.chosen;
  const together = new Set([start.id]);
  for (const id of together) {
    for (const other of choices) {
      const isTied = chosen
        ? choices.some((it) => it.id === id && it.needs.includes(other.id))
        : other.needs.includes(id);
      if (isTied) together.add(other.id);
    }
  }
  return choices.map((choice) => (together.has(choice.id) ? { ...choice, chosen } : choice));
}

function questionFor(choices: readonly StepChoice[], remark: string): string {
  const width = Math.max(...choices.map(({ id }) => id.length));
  const lines = choices.flatMap(({ id, title, files, chosen }, index) => {
    const count = files === 1 ? '1 file ' : `${files} files`;
    const start = `${String(index + 1).padStart(4)} [${chosen ? 'x' : ' '}] ${id.padEnd(width)}  ${count}  `;
    return wrap(title, ' '.repeat(start.length), start);
  });
  const end = 'Numbers switch steps on and off, y goes on with these, n stops: ';
  return ['', 'Steps that would change something', ...lines, ...(remark === '' ? [] : [remark]), end].join(
    '\n',
  );
}
