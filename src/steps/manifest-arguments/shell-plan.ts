import { scriptOf } from '../../kubernetes/shell-script.ts';
import type { Splice } from '../../kubernetes/splice.ts';
import type { ListItem } from '../../kubernetes/workload.ts';
import type { ContainerTarget, FlagChange } from './container-plan.ts';
import { refuseShared, refuseShell } from './refusals.ts';

/** The same change inside the script's text: words instead of items. */
export function planShell(target: ContainerTarget, flags: FlagChange): readonly Splice[] {
  const script = scriptOf(target.container);
  if (!script) return [];
  const text = target.file.text.slice(script.start, script.end);
  const words = [...text.matchAll(/(?<=\s|^|["'])(--?)([A-Za-z][\w.-]*)(?:=[^\s"'\\]*)?/g)];
  const old = words.filter((word) => flags.gone.has(word[2] ?? ''));
  const present = words.some((word) => flags.endpoint.has(word[2] ?? ''));
  const wanted = present ? '' : target.wanted.join(' ');
  const splices = old.map((word, position) => replaceWord(script, text, word, position === 0 ? wanted : ''));
  for (const word of words.filter((one) => !old.includes(one))) {
    const [name = '', value] = word[0].replace(/^--?/, '').split(/=(.*)/);
    const secure = flags.revalue(name, value);
    const start = script.start + word.index + word[0].length - (value?.length ?? 0);
    if (secure !== undefined) splices.push({ start, end: start + (value?.length ?? 0), text: secure });
  }
  if (splices.length === 0 && !present && target.inForce)
    splices.push(afterLeaderElection(target, script, words, wanted));
  if (splices.length > 0) refuseShared(target);
  return splices;
}

/** A value in the next word belongs to the old flag; a flag that is only removed takes the space before it along. */
function replaceWord(script: ListItem, text: string, word: RegExpExecArray, replacement: string): Splice {
  const inline = word[0].includes('=');
  const next = inline
    ? ''
    : (/^[ \t]+[^\s"'\\-][^\s"'\\]*/.exec(text.slice(word.index + word[0].length))?.[0] ?? '');
  const space = replacement === '' && text[word.index - 1] === ' ' ? 1 : 0;
  const start = script.start + word.index - space;
  return { start, end: script.start + word.index + word[0].length + next.length, text: replacement };
}

function afterLeaderElection(
  target: ContainerTarget,
  script: ListItem,
  words: readonly RegExpExecArray[],
  wanted: string,
): Splice {
  const leader = words.find((word) => /^(enable-)?leader-elect(ion)?$/.test(word[2] ?? ''));
  if (!leader) throw refuseShell(target);
  const at = script.start + leader.index + leader[0].length;
  return { start: at, end: at, text: ` ${wanted}` };
}
