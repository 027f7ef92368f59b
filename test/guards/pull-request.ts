import type { Guard } from './guard.ts';

const flow = (part: string, name: string) => ({ file: `test/pull-request/${part}.test.ts`, name });
const races = (name: string) => ({ file: 'test/pull-request/races.test.ts', name });
const drafts = (name: string) => ({ file: 'test/pull-request/draft.test.ts', name });

/** What a bot may not do to people who never asked for it. */
export const pullRequests: readonly Guard[] = [
  {
    guard: 'pull request: commits of a maintainer are not overwritten',
    file: 'src/pull-request/decide.ts',
    find: "if (taken && taken.kind === 'taken-over') return takenOver(request.branch, taken.by, open);",
    replace: '',
    test: flow('push', 'respects a maintainer who'),
  },
  {
    guard: 'pull request: a commit of ours that was reworded or moved is theirs',
    file: 'src/pull-request/commit-message.ts',
    find: "return mark === markOf([tree, ...parents, text.trimEnd()]) ? 'ours' : 'edited';",
    replace: "return 'ours';",
    test: flow('push', 'respects a maintainer who'),
  },
  {
    guard: 'pull request: a push names the commit that it replaces',
    file: 'src/repository/git-remote.ts',
    find: "const lease = `--force-with-lease=${ref}:${expected ?? ''}`;",
    replace: "const lease = '--force';",
    test: races('and adds a commit to ours'),
  },
  {
    guard: 'pull request: a branch that never was ours is left',
    file: 'src/pull-request/decide.ts',
    find: "if (state.kind === 'foreign') throw notOurs(request.branch, state.commit.author);",
    replace: ';',
    test: flow('push', 'leaves a branch that never was ours'),
  },
  {
    guard: 'pull request: a branch in the way is no race',
    file: 'src/pull-request/look-around.ts',
    find: 'if ([...branches.keys()].some(isInTheWay)) throw branchExists(branch);',
    replace: '',
    test: races('at the remote is told'),
  },
  {
    guard: 'pull request: one that was closed does not come back',
    file: 'src/pull-request/decide.ts',
    find: 'if (!pull || pull.merged || reopen ||',
    replace: 'if (pull || !pull || reopen ||',
    test: flow('open', 'respects one that was closed'),
  },
  {
    guard: 'pull request: there is one of a branch',
    file: 'src/pull-request/decide.ts',
    find: "const open = pulls.find(({ state }) => state === 'open');",
    replace: 'const open = undefined;',
    test: flow('open', 'does nothing the second time'),
  },
  {
    guard: 'pull request: one whose answer got lost is there',
    file: 'src/pull-request/pulls.ts',
    find: 'if (/already exists/i.test(reason)) return undefined;',
    replace: '',
    test: flow('open', 'takes an answer that got lost for what it was'),
  },
  {
    guard: 'pull request: where nothing is to be done there is none',
    file: 'src/commands/pull-request.ts',
    find: "if (plan.status !== 'pending') {",
    replace: "if (plan.status === 'refused') {",
    test: flow('commit', 'does nothing where nothing is to be done'),
  },
  {
    guard: 'pull request: what a proof refutes is not proposed',
    file: 'src/commands/pull-request.ts',
    find: "if (ready.evidence.some(({ status }) => status === 'failed'))",
    replace: 'if (ready.evidence.length < 0)',
    test: flow('commit', 'makes no branch of what a proof refutes'),
  },
  {
    guard: 'pull request: what could not be verified is a draft',
    file: 'src/commands/pull-request.ts',
    find: 'draft: options.asDraft || doubts.length > 0',
    replace: 'draft: options.asDraft',
    test: flow('commit', 'is a draft that says why'),
  },
  {
    guard: 'pull request: without its modules Go refutes nothing',
    file: 'src/commands/ready-plan.ts',
    find: '!found.some(isUntidy) ? found : found.map(asDoubtful)',
    replace: '!found.some(isUntidy) ? found : found',
    test: flow('commit', 'when modules are out of reach'),
  },
  {
    guard: 'pull request: a draft that was asked for stays one',
    file: 'src/pull-request/draft.ts',
    find: "return draft && !text.draft ? 'ready' : undefined;",
    replace: "return draft ? 'ready' : undefined;",
    test: drafts('stays one with --draft'),
  },
  {
    guard: 'pull request: a draft changes before its body, so that a failure is taken up',
    file: 'src/pull-request/deliver.ts',
    find: 'const change = draftChange(pull, text);',
    replace: 'await rewritePull(ask, into, pull.number, body);\n  const change = draftChange(pull, text);',
    test: drafts('is tried again where the server failed'),
  },
  {
    guard: 'pull request: commits that nobody published are not published with it',
    file: 'src/pull-request/look-around.ts',
    find: 'if (await isAncestor(setting, parent, tip)) return true;',
    replace: 'return true;',
    test: flow('push', 'publishes no commits of HEAD that nobody published'),
  },
  {
    guard: 'pull request: a dry run changes nothing anywhere',
    file: 'src/commands/pull-request.ts',
    find: 'if (options.dryRun) return dryRunOutcome(facts, verdict);',
    replace: '',
    test: flow('open', 'tells everything and changes nothing anywhere'),
  },
  {
    guard: 'pull request: refs in tables are read by git',
    file: 'src/repository/git-branch.ts',
    find: 'if (!usesReftable(git)) return branchCommit(git, branch);',
    replace: 'return branchCommit(git, branch);',
    test: { file: 'test/pull-request/reftable.test.ts', name: 'gets its branch, keeps it the second time' },
  },
];
