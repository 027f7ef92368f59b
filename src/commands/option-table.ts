import type { CommandName } from './command-table.ts';

/** One option: what parses it and what `--help` says of it. */
export interface OptionEntry {
  readonly name: string;
  /** Undefined for a switch; else what stands for the value in the help. */
  readonly value?: string;
  /** What completion offers for the value. */
  readonly takes?: 'step' | 'style' | 'format' | 'proof' | 'file' | 'directory';
  readonly repeatable?: boolean;
  readonly help: string;
  readonly commands: readonly CommandName[];
}

const writing: readonly CommandName[] = ['migrate', 'pull-request'];
const request: readonly CommandName[] = ['pull-request'];
const planning: readonly CommandName[] = ['migrate', 'check', 'pull-request'];
const proving: readonly CommandName[] = ['migrate', 'verify', 'pull-request'];
const choosing: readonly CommandName[] = ['migrate', 'check', 'verify', 'pull-request'];
const reporting: readonly CommandName[] = [...choosing, ...(['undo', 'metrics-proxy', 'bump'] as const)];
const all: readonly CommandName[] = [...reporting, 'summary', 'explain'];
const every: readonly CommandName[] = [...all, 'completion'];
const bumping: readonly CommandName[] = ['bump', 'migrate'];
const proxy: readonly CommandName[] = ['metrics-proxy'];

const pullRequestOptions: readonly OptionEntry[] = [
  { name: 'push', help: 'Push the branch.', commands: request },
  { name: 'open', help: 'Push, and open or update the pull request on GitHub.', commands: request },
  {
    name: 'base',
    value: 'BRANCH',
    help: 'Where it goes to, the default branch of the remote unless given.',
    commands: request,
  },
  { name: 'remote', value: 'NAME|URL', help: 'Where to push, origin unless given.', commands: request },
  {
    name: 'into',
    value: 'OWNER/REPO',
    help: 'The repository that gets the pull request, when the remote is a fork.',
    commands: request,
  },
  {
    name: 'api-url',
    value: 'URL',
    help: 'API of a GitHub Enterprise server, https://HOST/api/v3: the token goes there.',
    commands: request,
  },
  { name: 'title', value: 'TEXT', help: 'Its title, and the subject of the commit.', commands: request },
  { name: 'author', value: 'AUTHOR', help: 'Who commits: "Name <address>".', commands: request },
  { name: 'sign-off', help: 'Add Signed-off-by to the commit.', commands: request },
  {
    name: 'trailer',
    value: 'LINE',
    repeatable: true,
    help: 'Add this line to the commit, "Key: value".',
    commands: request,
  },
  { name: 'draft', help: 'Open it as a draft.', commands: request },
  { name: 'reopen', help: 'Open one though an earlier one was closed.', commands: request },
  { name: 'no-tidy', help: 'Leave go mod tidy out; it is a draft then.', commands: request },
  { name: 'no-verify', help: 'Leave the proofs out; it is a draft then.', commands: request },
];

export const optionTable: readonly OptionEntry[] = [
  {
    name: 'dry-run',
    help: 'Print the unified diff, write nothing; with pull-request all that it would do.',
    commands: [...bumping, 'pull-request'],
  },
  {
    name: 'exit-code',
    help: 'With --dry-run: exit 1 when there is something to do; summary: when a repository needs a person.',
    commands: [...bumping, 'pull-request', 'summary'],
  },
  {
    name: 'only',
    value: 'STEP,…',
    takes: 'step',
    repeatable: true,
    help: 'Run these steps alone.',
    commands: planning,
  },
  {
    name: 'skip',
    value: 'STEP,…',
    takes: 'step',
    repeatable: true,
    help: 'Run all steps but these.',
    commands: planning,
  },
  { name: 'interactive', help: 'Ask which steps to take; needs a terminal.', commands: ['migrate'] },
  {
    name: 'manager',
    value: 'PATH',
    takes: 'file',
    repeatable: true,
    help: 'Only the controller manager with this entry point, e.g. cmd/main.go (repeatable).',
    commands: choosing,
  },
  {
    name: 'skip-refused',
    help: 'Migrate the managers that can be migrated, though others are refused.',
    commands: planning,
  },
  {
    name: 'style',
    value: 'STYLE',
    takes: 'style',
    help: 'Flags to use: auto, cluster-api, kubebuilder or diagnostics.',
    commands: planning,
  },
  { name: 'port', value: 'N', help: 'The secure port, 8443 unless given.', commands: planning },
  {
    name: 'keep-flags',
    help: 'Keep removed flags registered, deprecated and ignored.',
    commands: planning,
  },
  {
    name: 'tidy',
    help: 'Run go mod tidy on a copy and take its result in. pull-request does so anyway.',
    commands: writing,
  },
  {
    name: 'commit-to',
    value: 'BRANCH',
    help: 'Commit to a new branch; the working tree stays as it is. pull-request: diag-codemod/secure-metrics unless given.',
    commands: writing,
  },
  {
    name: 'verify',
    help: 'Prove the result before it is written, as verify does; what fails keeps it from being written. pull-request does so anyway.',
    commands: writing,
  },
  ...pullRequestOptions,
  { name: 'build', help: 'Proofs that compile: build, vet, arguments-known.', commands: proving },
  {
    name: 'live',
    help: 'Ask the metrics endpoint itself: run the managers against a real API server from KUBEBUILDER_ASSETS.',
    commands: proving,
  },
  {
    name: 'require',
    value: 'PROOF,…',
    takes: 'proof',
    repeatable: true,
    help: 'A skipped proof fails too: one of these, or all.',
    commands: proving,
  },
  {
    name: 'env',
    value: 'NAME',
    repeatable: true,
    help: 'Pass this variable on to go and to the managers, e.g. GOPRIVATE (repeatable).',
    commands: proving,
  },
  { name: 'no-cache', help: 'Prove again what was proved before.', commands: proving },
  { name: 'allow-dirty', help: 'Also change files with uncommitted changes.', commands: bumping },
  {
    name: 'format',
    value: 'FORMAT',
    takes: 'format',
    repeatable: true,
    help: 'Format of the report: text, json, jsonl (on one line), sarif, github or markdown; several, each with its --output.',
    commands: all,
  },
  {
    name: 'output',
    value: 'FILE',
    takes: 'file',
    repeatable: true,
    help: 'Write the report of the --format before it to this file; metrics-proxy: its folder.',
    commands: [...reporting, 'summary'],
  },
  {
    name: 'config',
    value: 'FILE',
    takes: 'file',
    help: 'Configuration, .diag-codemod.yaml in the repository unless given.',
    commands: [...choosing, 'metrics-proxy'],
  },
  {
    name: 'bump',
    help: 'On a build-tooling repository: do what the command bump does.',
    commands: ['migrate'],
  },
  {
    name: 'project',
    value: 'ORG/REPO',
    help: 'The project to bump, with its release branch where it has some: org/repo/1-34.',
    commands: bumping,
  },
  {
    name: 'to',
    value: 'TAG',
    help: 'The tag to bump to; the newest with diagnostics unless given.',
    commands: bumping,
  },
  { name: 'oldest', help: 'Bump to the first tag with diagnostics.', commands: bumping },
  {
    name: 'upstream',
    value: 'CLONE',
    takes: 'directory',
    help: 'A clone of the project, or its URL: where tags, flags and the version of Go are looked up.',
    commands: bumping,
  },
  {
    name: 'components',
    value: 'NAME,…',
    repeatable: true,
    help: 'kube-controller-manager, kube-scheduler, kube-proxy, etcd; the first three unless given.',
    commands: proxy,
  },
  {
    name: 'component',
    value: 'NAME=PORT',
    repeatable: true,
    help: 'Another endpoint on loopback: name=port[,tls][,all-nodes]; tls where it authenticates by itself.',
    commands: proxy,
  },
  {
    name: 'scraper',
    value: 'NS/NAME',
    help: 'ServiceAccount of Prometheus, observability/prometheus-server unless given.',
    commands: proxy,
  },
  {
    name: 'namespace',
    value: 'NS',
    help: 'Where the proxy runs, metrics-proxy unless given.',
    commands: proxy,
  },
  {
    name: 'mode',
    value: 'MODE',
    help: 'secure, or design: over plain HTTP, as the design document has it.',
    commands: proxy,
  },
  { name: 'haproxy-image', value: 'IMAGE', help: 'Image of HAProxy.', commands: proxy },
  { name: 'auth-proxy-image', value: 'IMAGE', help: 'Image of kube-rbac-proxy.', commands: proxy },
  {
    name: 'loopback',
    value: 'ADDRESS',
    help: 'Where the components listen: 127.0.0.1, or ::1.',
    commands: proxy,
  },
  {
    name: 'node-selector',
    value: 'KEY=VALUE',
    repeatable: true,
    help: 'Label that nodes of the proxy must have.',
    commands: proxy,
  },
  {
    name: 'toleration',
    value: 'TAINT',
    repeatable: true,
    help: 'key[=value][:effect] or *; replaces the default tolerations.',
    commands: proxy,
  },
  {
    name: 'requests',
    value: 'RESOURCES',
    help: 'Requests of each container, cpu=10m,memory=32Mi unless given.',
    commands: proxy,
  },
  {
    name: 'limits',
    value: 'RESOURCES',
    help: 'Limits of each container, memory=128Mi unless given.',
    commands: proxy,
  },
  { name: 'force', help: 'Overwrite files that were edited by hand.', commands: proxy },
  { name: 'quiet', help: 'Print problems only.', commands: reporting },
  { name: 'no-color', help: 'Print without colour.', commands: all },
  { name: 'debug', help: 'Print the stack trace of an internal fault.', commands: all },
  { name: 'version', help: 'Print the version.', commands: every },
  { name: 'help', help: 'Print this help.', commands: every },
];
