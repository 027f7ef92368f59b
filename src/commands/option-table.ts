/** The commands of this version. */
export type CommandName = 'migrate' | 'check' | 'undo' | 'explain';

/** One option: what parses it and what `--help` says of it. */
export interface OptionEntry {
  readonly name: string;
  /** Undefined for a switch; else what stands for the value in the help. */
  readonly value?: string;
  readonly repeatable?: boolean;
  readonly help: string;
  readonly commands: readonly CommandName[];
}

/** One command: its line in the help, and what it takes. */
export interface CommandEntry {
  readonly name: CommandName;
  readonly usage: string;
  readonly help: string;
  readonly operand: 'repository' | 'topic';
}

export const commandTable: readonly CommandEntry[] = [
  {
    name: 'migrate',
    usage: '[migrate] <repository>',
    help: 'Migrate in place, all or nothing.',
    operand: 'repository',
  },
  {
    name: 'check',
    usage: 'check <repository>',
    help: 'Report what is missing or half done; write nothing.',
    operand: 'repository',
  },
  {
    name: 'undo',
    usage: 'undo <repository>',
    help: 'Take the last migration back, exactly.',
    operand: 'repository',
  },
  {
    name: 'explain',
    usage: 'explain [<step>]',
    help: 'Say why a step exists, with an example and links.',
    operand: 'topic',
  },
];

/** Named in the design, built later: asking for them is answered, but `--help` does not list them. */
export const laterCommands = ['verify', 'metrics-proxy', 'bump', 'pull-request'] as const;
export const laterOptions = [
  'verify',
  'live',
  'build',
  'require',
  'env',
  'no-cache',
  'commit-to',
  'push',
  'open',
  'project',
  'to',
] as const;
export const laterFormats = ['sarif', 'github', 'markdown'] as const;

const planning: readonly CommandName[] = ['migrate', 'check'];
const reporting: readonly CommandName[] = ['migrate', 'check', 'undo'];
const all: readonly CommandName[] = ['migrate', 'check', 'undo', 'explain'];

export const optionTable: readonly OptionEntry[] = [
  { name: 'dry-run', help: 'Print the unified diff, write nothing.', commands: ['migrate'] },
  { name: 'exit-code', help: 'With --dry-run: exit 1 when there is something to do.', commands: ['migrate'] },
  { name: 'only', value: 'STEP,…', repeatable: true, help: 'Run these steps alone.', commands: planning },
  { name: 'skip', value: 'STEP,…', repeatable: true, help: 'Run all steps but these.', commands: planning },
  {
    name: 'manager',
    value: 'PATH',
    repeatable: true,
    help: 'Only the controller manager with this entry point, e.g. cmd/main.go (repeatable).',
    commands: planning,
  },
  {
    name: 'skip-refused',
    help: 'Migrate the managers that can be migrated, though others are refused.',
    commands: planning,
  },
  {
    name: 'style',
    value: 'STYLE',
    help: 'Flags to use: auto, cluster-api, kubebuilder or diagnostics.',
    commands: planning,
  },
  { name: 'port', value: 'N', help: 'The secure port, 8443 unless given.', commands: planning },
  {
    name: 'keep-flags',
    help: 'Keep removed flags registered, deprecated and ignored.',
    commands: planning,
  },
  { name: 'tidy', help: 'Run go mod tidy on a copy and take its result in.', commands: ['migrate'] },
  { name: 'allow-dirty', help: 'Also change files with uncommitted changes.', commands: ['migrate'] },
  { name: 'format', value: 'FORMAT', help: 'Format of the report: text or json.', commands: all },
  { name: 'output', value: 'FILE', help: 'Write the report to this file.', commands: reporting },
  {
    name: 'config',
    value: 'FILE',
    help: 'Configuration, .diag-codemod.yaml in the repository unless given.',
    commands: planning,
  },
  { name: 'quiet', help: 'Print problems only.', commands: reporting },
  { name: 'no-color', help: 'Print without colour.', commands: all },
  { name: 'debug', help: 'Print the stack trace of an internal fault.', commands: all },
  { name: 'version', help: 'Print the version.', commands: all },
  { name: 'help', help: 'Print this help.', commands: all },
];
