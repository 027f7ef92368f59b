import type { Scalar } from 'yaml';
import { flagPattern } from '../../kubernetes/arguments.ts';
import type { Finding } from '../../migration/finding.ts';
import type { StepResult } from '../../migration/step.ts';
import { type Change, edit } from '../../repository/change.ts';
import { lineEndingOf, positionAt } from '../../repository/source-file.ts';
import type { ProviderVersion, ReplacementPair } from './e2e-config.ts';
import type { GoneArguments } from './rendered-arguments.ts';

const WHY = {
  step: 'argument-replacements',
  reason: 'its old text is not in the manifest any more: the argument is replaced by the diagnostics flags',
};

type Answer = Pick<StepResult, 'changes' | 'findings'>;

/**
 * Re-keys the pairs of one provider version whose `old` stood in its manifest because of an argument that goes.
 *
 * `--metrics-bind-addr=localhost:8080` → `:8080` meant "plain http for the test, reachable from outside". The same is
 * said by `--diagnostics-address` with that address and `--insecure-diagnostics=true`; both stand in the manifest after
 * the migration, so each gets a pair. A pair that does something else is left to a person.
 */
export function rekey(version: ProviderVersion, gone: GoneArguments): Answer {
  const answers = version.pairs
    .filter((pair) => matches(pair, gone))
    .map((pair) => rekeyPair(version, pair, gone));
  const added = version.pairs.filter((pair) => !matches(pair, gone) && addsGone(pair, gone));
  return {
    changes: answers.flatMap((it) => it.changes),
    findings: [
      ...answers.flatMap((it) => it.findings),
      ...added.map((pair) => addsUnknownFlag(version, pair)),
    ],
  };
}

/** As the test framework does: a regular expression, on the rendered text. Not every Go expression is one of JavaScript. */
function matches({ old }: ReplacementPair, { items }: GoneArguments): boolean {
  try {
    const pattern = new RegExp(String(old.value));
    return items.some((item) => pattern.test(`- ${item}`));
  } catch {
    return items.some((item) => item.includes(String(old.value)));
  }
}

function rekeyPair(version: ProviderVersion, pair: ReplacementPair, gone: GoneArguments): Answer {
  const { file } = version;
  const flags = flagPattern(flagsOf(gone));
  const source = sourceOf(file.text, pair.new);
  const written = new RegExp(`--?(?:${flags})=([^\\s"'\\\\]*)`).exec(source);
  const wholeArgument = new RegExp(`^(?:- +)?--?(?:${flags})(?:=\\S*)?$`).test(String(pair.old.value));
  if (!written || !wholeArgument || pair.node.flow)
    return { changes: [], findings: [needsPerson(version, pair, gone)] };
  const [address, insecure] = keysFor(gone);
  const start = (pair.new.range?.[0] ?? 0) + written.index;
  const dash = String(pair.old.value).startsWith('-  ') || /^- /.test(String(pair.old.value)) ? '- ' : '';
  const changes: Change[] = [
    edit(file, contentOf(file.text, pair.old), dash + address, WHY),
    edit(file, { start, end: start + written[0].length }, `--diagnostics-address=${written[1]}`, WHY),
  ];
  if (!version.pairs.some((it) => String(it.old.value).includes('insecure-diagnostics'))) {
    changes.push(pairBehind(version, pair, insecure, '--insecure-diagnostics=true'));
  }
  return { changes, findings: [] };
}

function flagsOf({ items }: GoneArguments): readonly string[] {
  return items
    .map((item) => /^--?([\w.-]+)/.exec(item)?.[1] ?? '')
    .map((name) => name.replaceAll('.', '\\.'));
}

/**
 * What finds the new arguments. With clusterctl's variables the text is a `${…}`, and such configurations often go
 * through envsubst themselves, which would replace it here: the value is then matched as `.*`.
 */
function keysFor({ decision }: GoneArguments): readonly [string, string] {
  return decision.manager.manifests.substitutes
    ? ['--diagnostics-address=.*', '--insecure-diagnostics=.*']
    : [`--diagnostics-address=:${decision.port}`, '--insecure-diagnostics=false'];
}

/** A further pair below another one, indented and quoted like it. */
function pairBehind({ file }: ProviderVersion, pair: ReplacementPair, from: string, to: string): Change {
  const { text } = file;
  const [start = 0, end = 0] = pair.node.range ?? [];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const last = start + text.slice(start, end).trimEnd().length;
  const found = text.indexOf('\n', last);
  const lineEnd = found === -1 ? text.length : found - (text[found - 1] === '\r' ? 1 : 0);
  const quote = /^["']/.exec(sourceOf(text, pair.old))?.[0] ?? '';
  const newline = lineEndingOf(text);
  const lines = [
    `${text.slice(lineStart, start)}old: ${quote}${from}${quote}`,
    `${' '.repeat(start - lineStart)}new: ${quote}${to}${quote}`,
  ];
  return edit(file, { start: lineEnd, end: lineEnd }, lines.map((line) => newline + line).join(''), WHY);
}

function sourceOf(text: string, scalar: Scalar): string {
  return text.slice(scalar.range?.[0] ?? 0, scalar.range?.[1] ?? 0);
}

/** The scalar without its quotes. */
function contentOf(text: string, scalar: Scalar): { start: number; end: number } {
  const [start = 0, end = 0] = scalar.range ?? [];
  const quoted = /^["']/.test(text.slice(start, end)) ? 1 : 0;
  return { start: start + quoted, end: end - quoted };
}

/** `old: --leader-elect`, `new: "--leader-elect\n - --metrics-addr=:8080"`: the binary would not know the flag. */
function addsGone({ new: to }: ReplacementPair, gone: GoneArguments): boolean {
  return new RegExp(`--?(?:${flagsOf(gone).join('|')})(?![\\w-])`).test(String(to.value));
}

function needsPerson(version: ProviderVersion, pair: ReplacementPair, gone: GoneArguments): Finding {
  const [address] = keysFor(gone);
  return {
    ...placeOf(version, pair),
    rule: 'replacement-without-text',
    level: 'warning',
    message: `this replacement for ${version.provider} no longer finds its text: ${gone.items.join(', ')} is gone`,
    fix: `Key it on ${address}, or remove it.`,
  };
}

function addsUnknownFlag(version: ProviderVersion, pair: ReplacementPair): Finding {
  return {
    ...placeOf(version, pair),
    rule: 'replacement-adds-removed-flag',
    level: 'error',
    message: `this replacement adds an argument to ${version.provider} that its binary no longer knows`,
    fix: 'Add --diagnostics-address and --insecure-diagnostics instead, or remove it.',
  };
}

function placeOf({ file }: ProviderVersion, { node }: ReplacementPair) {
  return { path: file.path, ...positionAt(file.text, node.range?.[0] ?? 0) };
}
