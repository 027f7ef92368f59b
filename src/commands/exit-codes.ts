/** What each exit code says (design §5), for help, manual page and documentation. */
export const exitCodes: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'done, or nothing to do'],
  ['1', 'check or --dry-run --exit-code found work, or a proof failed'],
  ['2', 'wrong command line or configuration'],
  ['3', 'refused: unsupported or unsafe input, nothing was written'],
  ['4', 'conflict: uncommitted or changed files, nothing was written'],
  ['5', 'the file system failed, rolled back; or a server did'],
  ['6', 'an interrupted run needs a person'],
  ['75', 'another run is at work'],
  ['130, 143', 'stopped by a signal, nothing was written'],
];
