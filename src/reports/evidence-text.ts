import type { Answers, Evidence } from '../proofs/evidence.ts';
import { type Painter, spread, wrap } from './layout.ts';

const COLOURS = { passed: 'green', failed: 'red', skipped: 'yellow' } as const;

/** Each proof with its result, how long it took, and for what did not pass why. Answers of an endpoint are a table. */
export function evidenceLines(evidence: readonly Evidence[], paint: Painter): string[] {
  if (evidence.length === 0) return [];
  const lines = evidence.flatMap((one) => [
    ...head(one, paint),
    ...explanation(one),
    ...(one.measured ? answerTable(one).map((line) => `      ${line}`) : []),
  ]);
  return [...lines, `  To repeat it: ${repeatCommand(evidence)}`];
}

function head({ status, proof, subject, durationMs, cached }: Evidence, paint: Painter): string[] {
  const time = status === 'skipped' ? '' : cached ? 'proved before' : `${(durationMs / 1000).toFixed(1)} s`;
  const [first = '', ...rest] = spread(`  ${status.padEnd(7)} ${proof}: ${subject}`, time);
  return [first.replace(status, paint(COLOURS[status], status)), ...rest];
}

function explanation({ status, reason, hint, file, line }: Evidence): string[] {
  const place = file === undefined ? '' : `${[file, line].filter((part) => part !== undefined).join(':')}: `;
  return [
    ...(reason === undefined ? [] : wrap(place + reason, '      ')),
    ...(hint === undefined || status === 'passed' ? [] : wrap(hint, '      ')),
  ];
}

/** Names of the five ways to ask, as a reviewer reads them. */
export const WAYS: readonly (readonly [keyof Answers, string])[] = [
  ['plainHttp', 'plain http'],
  ['noToken', 'no token'],
  ['garbageToken', 'garbage'],
  ['withoutRole', 'no role'],
  ['metricsReader', 'reader'],
];

/** Rows of the answers of an endpoint: how it was, how it is, how it is without the two rules. */
export function answerRows({ measured }: Evidence): readonly (readonly [string, Answers])[] {
  if (!measured) return [];
  const rows: (readonly [string, Answers | undefined])[] = [
    ['before', measured.before],
    ['now', measured.now],
    ['without the two rules', measured.withoutRules],
  ];
  return rows.flatMap(([name, answers]) => (answers ? [[name, answers] as const] : []));
}

/** An HTTP status as a reader takes it: nothing answers where the connection failed. */
export function shownAnswer(answers: Answers, way: keyof Answers): string {
  return answers[way] === 0 ? '–' : String(answers[way]);
}

/** The command that proves the same again, in the repository. */
export function repeatCommand(evidence: readonly Evidence[]): string {
  const ran = (...proofs: readonly Evidence['proof'][]) =>
    evidence.some(({ proof }) => proofs.includes(proof));
  const option = ran('live') ? ' --live' : ran('build', 'vet', 'arguments-known') ? ' --build' : '';
  return `diag-codemod verify .${option} --no-cache`;
}

function answerTable(evidence: Evidence): string[] {
  const width = 22;
  const header = ''.padEnd(width) + WAYS.map(([, name]) => name.padStart(11)).join('');
  const rows = answerRows(evidence).map(
    ([name, answers]) =>
      name.padEnd(width) + WAYS.map(([way]) => shownAnswer(answers, way).padStart(11)).join(''),
  );
  return [header, ...rows];
}
