import { type MetricsReader, metricsReaders } from '../survey/metrics-readers.ts';
import type { Finding } from './finding.ts';
import { placeFindings } from './place-findings.ts';
import type { Rule, RuleFinding, RuleInput } from './rule.ts';
import { preparations, steps } from './steps.ts';
import { type Judged, suppress } from './suppress.ts';
import { suppressorsOf } from './suppressions.ts';

/** What the rules say of a repository, before a plan and after it. */
export interface Inspection {
  /** What is wrong today; `repairedBy` where the plan takes it away. */
  readonly findings: readonly Finding[];
  /** What is still wrong afterwards, with the places it has then. */
  readonly remaining: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly readers: readonly MetricsReader[];
  /** What the steps say, without what a rule has said better. */
  readonly others: readonly Finding[];
}

/** Of a repository that was not looked at. */
export const noInspection: Inspection = {
  findings: [],
  remaining: [],
  suppressed: [],
  readers: [],
  others: [],
};

/**
 * Runs all rules on what is there, and on what the plan would leave: only what is gone then is repaired.
 *
 * @param others what the steps say.
 * @param after what the plan would leave; undefined where it changes nothing, or nothing is planned.
 * @param ignore suppressions of the configuration.
 */
export function inspect(
  rules: readonly Rule[],
  before: RuleInput,
  others: readonly Finding[],
  after: RuleInput | undefined,
  ignore: readonly string[],
): Inspection {
  const { findings: found, said } = runRules(rules, before);
  const end = after ?? before;
  const left = after ? runRules(rules, after).findings : found;
  const told = others.filter(({ rule, path }) => !said.has(`${rule}\0${path}`));
  const judged = judge(before, [...markRepaired(rules, found, left), ...told], ignore);
  const isTold = ({ rule }: Finding) => told.some((finding) => finding.rule === rule);
  return {
    findings: judged.counted.filter((finding) => !isTold(finding)),
    remaining: judge(end, [...left, ...told], ignore).counted.filter((finding) => !isTold(finding)),
    suppressed: judged.suppressed,
    readers: metricsReaders(
      end.survey.repository,
      end.decisions.map(({ manager }) => manager),
    ),
    others: judged.counted.filter(isTold),
  };
}

/** With places, and without what somebody has judged. */
function judge({ survey }: RuleInput, findings: readonly Finding[], ignore: readonly string[]): Judged {
  const { repository } = survey;
  const places = new Set(findings.map(({ path }) => path));
  const { counted, suppressed } = suppress(findings, suppressorsOf(repository, ignore, places));
  return { counted: placeFindings(repository, counted), suppressed: placeFindings(repository, suppressed) };
}

/** What rules find, without what another one has said better; and what they have said better. */
function runRules(
  rules: readonly Rule[],
  input: RuleInput,
): { readonly findings: readonly Finding[]; readonly said: ReadonlySet<string> } {
  const found = rules.flatMap((rule) => rule.check(input).map((finding) => ({ rule, finding })));
  const said = new Set(
    found.flatMap(({ rule, finding }) =>
      (rule.instead ?? []).flatMap((id) => keysOf(finding).map((key) => `${id}\0${key}`)),
    ),
  );
  const findings = found
    .filter(({ rule, finding }) => !keysOf(finding).some((key) => said.has(`${rule.id}\0${key}`)))
    .map(({ rule, finding }) => asFinding(rule, finding));
  return { findings: withoutRepeats(findings), said };
}

/** Rules name their causes; the findings of steps have only a path. */
function keysOf({ cause, path }: RuleFinding): readonly string[] {
  return cause === undefined ? [path] : [cause, path];
}

/** Several managers may share the code or the file that is wrong. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, path, line, column }) => {
    const key = [rule, path, line, column].join('\0');
    return !seen.has(key) && seen.add(key);
  });
}

function asFinding({ id, level }: Rule, { cause: _, ...finding }: RuleFinding): Finding {
  return { level, ...finding, rule: id };
}

function markRepaired(
  rules: readonly Rule[],
  found: readonly Finding[],
  left: readonly Finding[],
): readonly Finding[] {
  const rest = [...left];
  return found.map((finding) => {
    const at = rest.findIndex((other) => isSame(finding, other));
    if (at !== -1) rest.splice(at, 1);
    const step = rules.find(({ id }) => id === finding.rule)?.repairedBy;
    return at === -1 && step !== undefined ? { ...finding, repairedBy: withNeeded(step) } : finding;
  });
}

const allSteps = [...preparations, ...steps];

/** A step with everything that it needs, and that those need: only together they make sense. */
function withNeeded(id: string): readonly string[] {
  const wanted = new Set([id]);
  for (const each of wanted)
    for (const needed of allSteps.find((step) => step.id === each)?.needs ?? []) wanted.add(needed);
  return [...wanted];
}

/** Lines move: rule, file and sentence tell which one it is. */
function isSame(one: Finding, other: Finding): boolean {
  return one.rule === other.rule && one.path === other.path && one.message === other.message;
}
