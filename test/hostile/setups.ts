import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../setup/git.ts';
import { writeTestFile } from '../setup/testdir.ts';

/** A repository to spoil. */
export interface Target {
  /** The repository, with everything committed. */
  readonly root: string;
  /** A folder outside of it that nobody may write to. */
  readonly outside: string;
  /** What a server has of it: a bare clone that nobody spoiled. */
  readonly bare: string;
  /** Home of the user who runs the tool; empty. */
  readonly home: string;
  /** Shell words that leave a trace when they are run, and then behave like a filter. */
  readonly canary: string;
}

/** A way to make git, or a program that trusts a repository, run what the repository says, or write elsewhere. */
export interface Setup {
  readonly name: string;
  prepare(target: Target): void;
  /** Environment of the run, beside PATH and HOME. */
  environment?(target: Target): Readonly<Record<string, string>>;
}

const attributes = '* filter=evil diff=evil merge=evil\n';

/** Set-ups by settings alone: name → settings. `CANARY` stands for the command. */
const SETTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'core.fsmonitor': { 'core.fsmonitor': 'CANARY' },
  'core.fsmonitor of version 1': { 'core.fsmonitor': 'CANARY', 'core.fsmonitorHookVersion': '1' },
  'gpg.program': { 'commit.gpgSign': 'true', 'gpg.program': 'SCRIPT' },
  'gpg.ssh.program': {
    'commit.gpgSign': 'true',
    'gpg.format': 'ssh',
    'gpg.ssh.program': 'SCRIPT',
    'user.signingKey': 'key',
  },
  'gpg.ssh.defaultKeyCommand': {
    'commit.gpgSign': 'true',
    'gpg.format': 'ssh',
    'gpg.ssh.defaultKeyCommand': 'CANARY',
  },
  'diff.external': { 'diff.external': 'CANARY' },
  'core.pager': { 'core.pager': 'CANARY', 'pager.status': 'CANARY' },
  'core.editor and sequence.editor': { 'core.editor': 'CANARY', 'sequence.editor': 'CANARY' },
  'an alias of a command that is used': { 'alias.status': '!CANARY', 'alias.read-tree': '!CANARY' },
  'credential.helper and core.askPass': { 'credential.helper': '!CANARY', 'core.askPass': 'SCRIPT' },
  'core.sshCommand and core.gitProxy': { 'core.sshCommand': 'CANARY', 'core.gitProxy': 'SCRIPT' },
  'interactive.diffFilter': { 'interactive.diffFilter': 'CANARY', 'add.interactive.useBuiltin': 'false' },
  'trailer command': { 'trailer.sign.command': 'CANARY', 'trailer.sign.ifmissing': 'add' },
};

/** Hooks that a status, an add, a commit or a new branch would run. */
const HOOKS = [
  'pre-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'post-checkout',
  'post-index-change',
  'reference-transaction',
  'pre-auto-gc',
];

export const setups: readonly Setup[] = [
  ...Object.entries(SETTINGS).map(([name, settings]) => ({
    name,
    prepare: (target: Target) => configure(target, settings),
  })),
  ...HOOKS.map((hook) => ({
    name: `the hook ${hook}`,
    prepare: (target: Target) => script(target, `.git/hooks/${hook}`),
  })),
  {
    name: 'core.hooksPath',
    prepare: (target) => {
      configure(target, { 'core.hooksPath': '.githooks' });
      for (const hook of HOOKS) script(target, `.githooks/${hook}`);
    },
  },
  {
    name: 'include.path',
    prepare: (target) => {
      writeTestFile(target.root, '.git/more', fsmonitor(target));
      configure(target, { 'include.path': 'more' });
    },
  },
  {
    name: 'include.path to a file of the tree',
    prepare: (target) => {
      writeTestFile(target.root, 'more.txt', fsmonitor(target));
      configure(target, { 'include.path': '../more.txt' });
    },
  },
  {
    name: 'includeIf.gitdir',
    prepare: (target) => {
      writeTestFile(target.root, '.git/more', fsmonitor(target));
      configure(target, { 'includeIf.gitdir:/**.path': 'more' });
    },
  },
  {
    name: 'includeIf.onbranch, for the branch that will be made',
    prepare: (target) => {
      writeTestFile(target.root, '.git/more', filter(target));
      writeTestFile(target.root, '.gitattributes', attributes);
      configure(target, { 'includeIf.onbranch:**.path': 'more' });
    },
  },
  {
    name: 'config.worktree',
    prepare: (target) => {
      configure(target, { 'extensions.worktreeConfig': 'true' });
      writeTestFile(target.root, '.git/config.worktree', fsmonitor(target));
    },
  },
  {
    name: 'a clean filter by .gitattributes',
    prepare: (target) => {
      writeTestFile(target.root, '.gitattributes', attributes);
      configure(target, {
        'filter.evil.clean': 'CANARY',
        'filter.evil.smudge': 'CANARY',
        'filter.evil.required': 'true',
      });
    },
  },
  {
    name: 'a filter process by .gitattributes',
    prepare: (target) => {
      writeTestFile(target.root, '.gitattributes', attributes);
      configure(target, { 'filter.evil.process': 'CANARY' });
    },
  },
  {
    name: 'a filter by info/attributes',
    prepare: (target) => {
      writeTestFile(target.root, '.git/info/attributes', attributes);
      configure(target, { 'filter.evil.clean': 'CANARY' });
    },
  },
  {
    name: 'a filter by core.attributesFile',
    prepare: (target) => {
      writeTestFile(target.root, 'attributes.txt', attributes);
      configure(target, {
        'core.attributesFile': join(target.root, 'attributes.txt'),
        'filter.evil.clean': 'CANARY',
      });
    },
  },
  {
    name: 'a filter of the user that the tree asks for',
    prepare: (target) => {
      writeTestFile(target.root, '.gitattributes', attributes);
      writeFileSync(join(target.home, '.gitconfig'), filter(target));
    },
  },
  {
    name: 'diff.<driver>.command',
    prepare: (target) => {
      writeTestFile(target.root, '.gitattributes', attributes);
      configure(target, { 'diff.evil.command': 'CANARY' });
    },
  },
  {
    name: 'diff.<driver>.textconv',
    prepare: (target) => {
      writeTestFile(target.root, '.gitattributes', attributes);
      configure(target, { 'diff.evil.textconv': 'CANARY' });
    },
  },
  {
    name: 'merge driver',
    prepare: (target) => {
      writeTestFile(target.root, '.gitattributes', attributes);
      configure(target, { 'merge.evil.driver': 'CANARY' });
    },
  },
  {
    name: 'a copied setting that smuggles another',
    prepare: (target) => {
      const config = join(target.root, '.git/config');
      writeFileSync(
        config,
        `${readFileSync(config, 'utf8')}[core]\n\tautocrlf = "${target.canary}"\n\teol = lf\\\n fsmonitor = ${target.canary}\n[core "x"] fsmonitor = y\n${fsmonitor(target)}`,
      );
    },
  },
  {
    name: 'a submodule with settings of its own',
    prepare: (target) => {
      const inner = join(target.root, 'inner');
      mkdirSync(inner);
      writeTestFile(inner, 'x.txt', 'x\n');
      git(inner, 'init', '-q');
      git(inner, 'add', '-A');
      git(inner, 'commit', '-qm', 'x');
      git(target.root, 'submodule', '--quiet', 'add', '--force', inner, 'inner');
      git(target.root, 'commit', '-qm', 'submodule');
      writeTestFile(inner, 'x.txt', 'edited\n');
      git(inner, 'config', 'core.fsmonitor', target.canary);
    },
  },
  {
    name: 'a bare repository in the tree',
    prepare: (target) => bareIn(target, 'pkg'),
  },
  {
    name: 'a bare repository in config/, where manifests lie',
    prepare: (target) => bareIn(target, 'config'),
  },
  {
    name: 'a tree that is itself a bare repository',
    prepare: (target) => {
      rmSync(join(target.root, '.git'), { recursive: true });
      bareIn(target, '.');
    },
  },
  {
    name: 'core.worktree elsewhere',
    prepare: (target) => configure(target, { 'core.worktree': target.outside, 'core.fsmonitor': 'CANARY' }),
  },
  {
    name: 'a .git file that points elsewhere',
    prepare: (target) => {
      moveGitAway(target);
      writeTestFile(target.root, '.git', `gitdir: ${join(target.home, 'elsewhere')}\n`);
    },
  },
  {
    name: 'a link called .git',
    prepare: (target) => {
      moveGitAway(target);
      symlinkSync(join(target.home, 'elsewhere'), join(target.root, '.git'));
    },
  },
  {
    name: 'a commondir file that points elsewhere',
    prepare: (target) => {
      const { root, home } = target;
      git(root, 'config', 'core.fsmonitor', target.canary);
      const common = join(home, 'elsewhere');
      mkdirSync(common);
      for (const name of ['config', 'objects', 'refs'])
        renameSync(join(root, '.git', name), join(common, name));
      writeTestFile(root, '.git/commondir', `${common}\n`);
    },
  },
  {
    name: 'a promisor remote that fetches by a command',
    prepare: (target) => {
      configure(target, {
        'remote.origin.url': `ext::sh -c ${JSON.stringify(target.canary)}`,
        'remote.origin.promisor': 'true',
        'remote.origin.partialclonefilter': 'blob:none',
        'protocol.ext.allow': 'always',
        'extensions.partialClone': 'origin',
        'core.repositoryFormatVersion': '1',
      });
      dropBlobs(target);
    },
  },
  {
    name: 'a promisor remote with an upload-pack of its own',
    prepare: (target) => {
      configure(target, {
        'remote.origin.url': target.root,
        'remote.origin.uploadpack': 'CANARY',
        'remote.origin.promisor': 'true',
        'extensions.partialClone': 'origin',
        'core.repositoryFormatVersion': '1',
      });
      dropBlobs(target);
    },
  },
  {
    name: 'a remote over ext:: with a token in it',
    prepare: (target) =>
      configure(target, {
        'remote.origin.url': `ext::sh -c ${JSON.stringify(target.canary)}`,
        'protocol.ext.allow': 'always',
        'url.ext::.insteadOf': 'https://',
      }),
  },
  {
    name: 'a git of the tree that comes first on the PATH',
    prepare: (target) => script(target, 'bin/git'),
    environment: ({ root }) => ({ PATH: `${join(root, 'bin')}:bin:.:${process.env.PATH}` }),
  },
  {
    name: 'settings by the environment of the caller',
    prepare: () => undefined,
    environment: ({ canary }) => ({
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: canary,
      GIT_EXTERNAL_DIFF: canary,
      GIT_SSH_COMMAND: canary,
      GIT_EDITOR: canary,
      GIT_PAGER: canary,
    }),
  },
  {
    name: 'folders of objects that are links',
    prepare: ({ root, outside }) => {
      for (let at = 0; at < 256; at++) {
        const name = at.toString(16).padStart(2, '0');
        try {
          symlinkSync(outside, join(root, '.git/objects', name));
        } catch {
          // A folder that is in use.
        }
      }
    },
  },
  {
    name: 'a folder of branches that is a link',
    prepare: ({ root, outside }) => {
      git(root, 'pack-refs', '--all');
      rmSync(join(root, '.git/refs/heads'), { recursive: true });
      symlinkSync(outside, join(root, '.git/refs/heads'));
    },
  },
  {
    name: 'an index that is a link, with a hook on its change',
    prepare: (target) => {
      renameSync(join(target.root, '.git/index'), join(target.home, 'index'));
      symlinkSync(join(target.home, 'index'), join(target.root, '.git/index'));
      script(target, '.git/hooks/post-index-change');
    },
  },
  {
    name: 'file names that look like options',
    prepare: ({ root }) => {
      for (const name of ['--output=outside', '-o', '--upload-pack=x', ':(exclude)main.go']) {
        writeTestFile(root, name, 'x\n');
      }
      git(root, 'add', '-A');
      git(root, 'commit', '-qm', 'names');
    },
  },
];

function configure({ root, canary }: Target, settings: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(settings)) {
    const path = join(root, '.git/canary.sh');
    if (value === 'SCRIPT') writeTestFile(root, '.git/canary.sh', `#!/bin/sh\n${canary}\n`, 0o755);
    git(root, 'config', key, value === 'SCRIPT' ? path : value.replace('CANARY', () => canary));
  }
}

function script({ root, canary }: Target, path: string): void {
  writeTestFile(root, path, `#!/bin/sh\n${canary}\n`, 0o755);
}

function fsmonitor({ canary }: Target): string {
  return `[core]\n\tfsmonitor = ${JSON.stringify(canary)}\n`;
}

function filter({ canary }: Target): string {
  return `[filter "evil"]\n\tclean = ${JSON.stringify(canary)}\n\tsmudge = ${JSON.stringify(canary)}\n`;
}

function bareIn(target: Target, folder: string): void {
  for (const [name, text] of [
    ['HEAD', 'ref: refs/heads/x\n'],
    [
      'config',
      `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n${fsmonitor(target).slice(7)}`,
    ],
    ['objects/.keep', ''],
    ['refs/.keep', ''],
  ] as const) {
    const path = folder === '.' && name === 'config' ? 'config' : `${folder}/${name}`;
    if (path === 'config') continue;
    writeTestFile(target.root, path, text);
  }
}

function moveGitAway(target: Target): void {
  git(target.root, 'config', 'core.fsmonitor', target.canary);
  git(target.root, 'config', 'core.worktree', target.root);
  renameSync(join(target.root, '.git'), join(target.home, 'elsewhere'));
  git(target.root, 'config', '--file', join(target.home, 'elsewhere/config'), '--unset', 'core.worktree');
}

/** Makes every blob missing, as a partial clone has it. */
function dropBlobs({ root }: Target): void {
  const blobs = git(root, 'ls-files', '-s')
    .split('\n')
    .flatMap((line) => line.split(' ')[1] ?? []);
  for (const id of blobs) rmSync(join(root, '.git/objects', id.slice(0, 2), id.slice(2)), { force: true });
}
