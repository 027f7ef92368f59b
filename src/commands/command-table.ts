/** The commands of this version. */
export type CommandName =
  | 'migrate'
  | 'check'
  | 'verify'
  | 'undo'
  | 'metrics-proxy'
  | 'bump'
  | 'pull-request'
  | 'summary'
  | 'explain'
  | 'completion';

/** One command: what parses it, and what help, manual page and completion say of it. */
export interface CommandEntry {
  readonly name: CommandName;
  /** What follows `diag-codemod`. */
  readonly usage: string;
  /** One line of the list of commands: at most 62 characters. */
  readonly help: string;
  /** What else its own help says. */
  readonly about?: string;
  readonly operand: 'repository' | 'files' | 'topic' | 'shell' | 'nothing';
  /** What follows `diag-codemod`, and what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const commandTable: readonly CommandEntry[] = [
  {
    name: 'migrate',
    usage: '[migrate] <repository>',
    help: 'Migrate in place, all or nothing: the default command.',
    about:
      'Changes everything that must change together, or nothing: Go code, RBAC, manifests, charts, go.mod. ' +
      'Nothing of the repository is executed, and nothing is fetched, unless --tidy or --verify asks for it.',
    operand: 'repository',
    examples: [
      ['./repo --dry-run', 'show the difference, write nothing'],
      ['./repo --tidy --verify', 'write only what was proved, with go.sum'],
    ],
  },
  {
    name: 'check',
    usage: 'check <repository>',
    help: 'Report what is missing or half done; write nothing.',
    about: 'Exits with 1 for a pending migration, an error or a warning; with 0 for notes alone.',
    operand: 'repository',
    examples: [['check . --format text --format sarif --output metrics.sarif', 'two reports of one run']],
  },
  {
    name: 'verify',
    usage: 'verify <repository>',
    help: 'Prove that it works, on a scratch copy.',
    about:
      'Compiles and runs code of the repository: recipes of its Makefile, with --build and --live its managers. ' +
      'The repository itself stays untouched.',
    operand: 'repository',
    examples: [
      ['verify ./repo --live', 'ask the endpoint itself, on a real API server'],
      ['verify ./repo --require all', 'a proof that cannot run fails, too'],
    ],
  },
  {
    name: 'undo',
    usage: 'undo <repository>',
    help: 'Take the last migration back, exactly.',
    about: 'Refused where a file of it was edited since.',
    operand: 'repository',
    examples: [['undo ./repo', 'bytes, modes and deleted files as they were']],
  },
  {
    name: 'metrics-proxy',
    usage: 'metrics-proxy [--output DIR]',
    help: 'Write manifests that serve a control plane’s metrics securely.',
    about:
      'For kube-controller-manager, kube-scheduler, kube-proxy and etcd: a kustomize folder, and a page that explains it.',
    operand: 'nothing',
    examples: [['metrics-proxy --output metrics-proxy', 'write the folder ./metrics-proxy']],
  },
  {
    name: 'bump',
    usage: 'bump <repository> --project ORG/REPO',
    help: 'Move a pinned project to a release that has diagnostics.',
    about: 'For build-tooling repositories, which pin upstream releases in GIT_TAG files.',
    operand: 'repository',
    examples: [['bump ./build-tooling --project org/repo --upstream ./clone', 'to the newest such tag']],
  },
  {
    name: 'pull-request',
    usage: 'pull-request <repository>',
    help: 'Commit to a branch, write its pull request; open it on demand.',
    about:
      'Migrates, runs go mod tidy, proves the result, commits it to a branch, and prints title and body of a pull request. The work tree stays as it is. ' +
      'Nothing leaves this machine without --push or --open. The token is read from GITHUB_TOKEN or GH_TOKEN.',
    operand: 'repository',
    examples: [
      ['pull-request ./repo --open --dry-run', 'show everything that it would do'],
      ['pull-request ./repo --open --sign-off', 'push, and open or update the pull request'],
    ],
  },
  {
    name: 'summary',
    usage: 'summary [FILE…|-]',
    help: 'Sum up many runs from their JSON reports.',
    about:
      'Counts by status and reason, the slowest, pull requests, and the lines that cannot be read. Reads files, or standard input, with a ' +
      'report on each line (--format jsonl). Exits with 1 where a line is bad or none is there, with --exit-code also where a repository needs a person.',
    operand: 'files',
    examples: [['summary results/*.jsonl --format markdown', 'a table for the page of a job']],
  },
  {
    name: 'explain',
    usage: 'explain [<id>]',
    help: 'Say why a step, finding or refusal exists, and what to do.',
    about: 'Without an id it lists all.',
    operand: 'topic',
    examples: [['explain rbac-markers', 'the page of that step']],
  },
  {
    name: 'completion',
    usage: `completion ${SHELLS.join('|')}`,
    help: 'Print a completion script for a shell.',
    operand: 'shell',
    examples: [
      ['completion bash > ~/.local/share/bash-completion/completions/diag-codemod', 'install it for bash'],
      ['completion zsh > ~/.zfunc/_diag-codemod', 'for zsh, where ~/.zfunc is in fpath'],
      ['completion fish > ~/.config/fish/completions/diag-codemod.fish', 'for fish'],
    ],
  },
];

/** The entry of a command. */
export function commandEntry(name: CommandName): CommandEntry {
  const entry = commandTable.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`the table has no command ${name}`);
  return entry;
}
