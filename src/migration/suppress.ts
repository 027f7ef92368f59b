import type { Finding } from './finding.ts';
import type { Suppressor } from './suppressions.ts';

/** Findings that count, and those that somebody has judged. */
export interface Judged {
  readonly counted: readonly Finding[];
  readonly suppressed: readonly Finding[];
}

/** Takes suppressed findings out, and adds a note for each suppression that has no reason or matches nothing. */
export function suppress(findings: readonly Finding[], suppressors: readonly Suppressor[]): Judged {
  const used = new Set<Suppressor>();
  const judged = findings.map((finding) => {
    const suppressor = suppressors.find(
      ({ rule, reason, covers }) => rule === finding.rule && reason !== undefined && covers(finding),
    );
    if (!suppressor) return finding;
    used.add(suppressor);
    const { kind, reason = '' } = suppressor;
    return { ...finding, suppression: { kind, reason } };
  });
  const notes = suppressors.filter((suppressor) => !used.has(suppressor)).map(unused);
  return {
    counted: [...judged.filter(({ suppression }) => suppression === undefined), ...notes],
    suppressed: judged.filter(({ suppression }) => suppression !== undefined),
  };
}

function unused({ rule, reason, path, line, column }: Suppressor): Finding {
  const place = { rule: 'unused-suppression', level: 'note', path, line, column } as const;
  if (reason === undefined) {
    return {
      ...place,
      message: `this suppression of ${rule} gives no reason, and is not counted`,
      fix: `Say why: diag-codemod: ignore ${rule} -- reason.`,
    };
  }
  return { ...place, message: `this suppression of ${rule} matches nothing`, fix: 'Delete it.' };
}
