import type { Guard } from './guard.ts';

/** What bots rely on: the action, a line at every exit, the summary. */
export const bots: readonly Guard[] = [
  {
    guard: 'action: no token is left to a command that needs none',
    file: 'action.yml',
    find: 'unset TOKEN GITHUB_TOKEN GH_TOKEN',
    replace: 'unset TOKEN GH_TOKEN',
    test: { file: 'test/bots/action.test.ts', name: 'is not given to verify' },
  },
  {
    guard: 'action: no code of a stranger runs beside secrets',
    file: 'action.yml',
    find: '          verify:* | migrate:*)\n',
    replace: '          verify:pull_request_target) ;;\n          verify:* | migrate:*)\n',
    test: { file: 'test/bots/action.test.ts', name: 'pull_request_target, may run no code and push nothing' },
  },
  {
    guard: 'action: a package is what its sha512 says',
    file: 'action.yml',
    find: 'process.exit("sha512-" + sha === process.argv[2] ? 0 : 1);',
    replace: 'process.exit(sha === "" ? 1 : 0);',
    test: {
      file: 'test/bots/action.test.ts',
      name: 'is run where it is what it should be, and not otherwise',
    },
  },
  {
    guard: 'exits: the line of a stopped run names its repository',
    file: 'src/commands/run.ts',
    find: "reportProblem(guessedRun(argv), 'failed', problem)",
    replace: "reportProblem(runOf('diag-codemod', undefined), 'failed', problem)",
    test: { file: 'test/bots/every-exit.test.ts', name: 'of a signal: SIGTERM' },
  },
  {
    guard: 'summary: nothing read is no success',
    file: 'src/commands/summary.ts',
    find: 'return runs === 0 || ',
    replace: 'return ',
    test: { file: 'src/commands/summary.test.ts', name: 'exits 1 where no run was read' },
  },
  {
    guard: 'summary: a cut report does not swallow the next one',
    file: 'src/summary/read-records.ts',
    find: 'if (open && continues(line)) {',
    replace: 'if (open) {',
    test: { file: 'src/summary/read-records.test.ts', name: 'tell a printed document that was cut off' },
  },
];
