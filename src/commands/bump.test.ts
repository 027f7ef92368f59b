import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { attribution, buildTooling, providerUpstream } from '../../test/setup/build-tooling.ts';
import { git, releasedRepository } from '../../test/setup/git-repository.ts';
import { served } from '../../test/setup/served-clone.ts';
import { snapshot, testdir, writeTestFile } from '../../test/setup/testdir.ts';
import { findGit } from '../repository/git-run.ts';
import { runCommandLine } from './run.ts';

const terminal = { stdoutIsTerminal: false, stderrIsTerminal: false, noColor: false };

async function report(...argv: string[]) {
  const surroundings = { terminal, platform: 'linux', committed: () => {} } as const;
  const { exitCode, stdout, stderr } = await runCommandLine([...argv, '--format', 'json'], surroundings);
  return { exitCode, stderr, ...JSON.parse(stdout) };
}

function bumpProvider(root: string, ...options: string[]) {
  return report('bump', root, '--project', 'acme/provider', ...options);
}

function textOf(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Read by all of these tests, changed by none. */
let upstream: string;
beforeAll(() => {
  upstream = providerUpstream(mkdtempSync(join(tmpdir(), 'diag-codemod-test-')));
});
afterAll(() => rmSync(upstream, { recursive: true, force: true }));

afterEach(() => vi.unstubAllEnvs());

describe('bump to a tag that is named', () => {
  it('changes the four kinds of file and nothing else', async () => {
    const root = testdir(buildTooling());
    const before = snapshot(root);
    const answer = await bumpProvider(root, '--to', 'v1.9.1', '--upstream', upstream);
    expect(answer).toMatchObject({ exitCode: 0, status: 'migrated', reason: 'bumped', findings: [] });
    expect(answer.summary).toBe('acme/provider from v1.7.4 to v1.9.1');
    const expected = {
      ...buildTooling('v1.9.1', '1.21'),
      // As sed without g: the first mention of a line, in any other line too.
      'projects/acme/provider/README.md': buildTooling('v1.9.1')['projects/acme/provider/README.md']?.replace(
        '...v1.9.1',
        '...v1.7.4',
      ),
    };
    for (const [path, text] of Object.entries(expected))
      expect([path, textOf(root, path)]).toEqual([path, text]);
    const changed = Object.keys(before).filter((path) => snapshot(root)[path] !== before[path]);
    expect(changed.sort()).toEqual(answer.changes.map(({ path }: { path: string }) => path).sort());
    expect(changed).toHaveLength(4);
  });

  it('lists what is made from the build, and patches that may no longer apply', async () => {
    const answer = await bumpProvider(testdir(buildTooling()), '--to', 'v1.9.1', '--upstream', upstream);
    expect(answer.next.map(({ command }: { command: string }) => command)).toEqual([
      'make -C projects/acme/provider patch-repo',
      'make -C projects/acme/provider attribution checksums',
    ]);
    expect(answer.next[0].reason).toContain('patches/0001-Change-a-default.patch');
    expect(answer.next[1].reason).toContain('/ATTRIBUTION.txt, projects/acme/provider/CHECKSUMS');
  });

  it('changes what it knows without a clone, and says how to get the version of Go', async () => {
    const root = testdir(buildTooling());
    const answer = await bumpProvider(root, '--to', 'v1.9.1');
    expect(answer.exitCode).toBe(0);
    expect(textOf(root, 'projects/acme/provider/GOLANG_VERSION')).toBe('1.20\n');
    expect(textOf(root, 'UPSTREAM_PROJECTS.yaml')).toContain(
      '- tag: v1.9.1\n            go_version: "1.20"\n',
    );
    expect(answer.next[0]).toMatchObject({
      command: 'diag-codemod bump . --project acme/provider --to v1.9.1 --upstream CLONE',
    });
    // That command then does the rest.
    await bumpProvider(root, '--to', 'v1.9.1', '--upstream', upstream);
    expect(textOf(root, 'UPSTREAM_PROJECTS.yaml')).toBe(
      buildTooling('v1.9.1', '1.21')['UPSTREAM_PROJECTS.yaml'],
    );
  });

  it('leaves GOLANG_VERSION where the minor does not grow', async () => {
    const root = testdir(buildTooling('v1.9.0', '1.23'));
    const answer = await bumpProvider(root, '--to', 'v1.10.0', '--upstream', upstream);
    expect(answer.changes.map(({ path }: { path: string }) => path)).not.toContain(
      'projects/acme/provider/GOLANG_VERSION',
    );
    expect(textOf(root, 'UPSTREAM_PROJECTS.yaml')).toContain(
      '- tag: v1.10.0\n            go_version: "1.23"\n',
    );
  });

  it('does nothing a second time, and can be taken back', async () => {
    const root = testdir(buildTooling());
    const before = snapshot(root);
    await bumpProvider(root, '--to', 'v1.9.1', '--upstream', upstream);
    const again = await bumpProvider(root, '--to', 'v1.9.1', '--upstream', upstream);
    expect(again).toMatchObject({ exitCode: 0, status: 'up-to-date', changes: [], next: [] });
    expect((await report('undo', root)).exitCode).toBe(0);
    expect(snapshot(root)).toMatchObject(before);
  });

  it.each([
    ['v1.7.0', 'downgrade'],
    ['v1.9.0-beta.0', 'pre-release'],
    ['v1.11.0-rc.0', 'pre-release'],
    ['v1.9.9', 'no-such-tag'],
    ['1.9.1', 'no-such-tag'],
    ['--output', 'wrong-option'],
    ['api/v1.12.0', 'another-kind'],
  ])('refuses %s: %s, and nothing changes', async (tag, code) => {
    const root = testdir(buildTooling());
    const before = snapshot(root);
    const clone = tag === 'v1.7.0' ? [] : ['--upstream', upstream];
    const answer = await bumpProvider(root, '--to', tag, ...clone);
    expect([answer.exitCode, answer.reason]).toEqual([code === 'wrong-option' ? 2 : 3, code]);
    expect(snapshot(root)).toEqual(before);
  });

  it('does as it is told with a tag that lacks diagnostics, and says so', async () => {
    for (const [tag, message] of [
      ['v1.8.5', 'v1.8.5 does not register the flags of diagnostics'],
      ['v1.8.6', 'but v1.8.7, a later patch of its minor, does not'],
    ] as const) {
      const answer = await bumpProvider(testdir(buildTooling()), '--to', tag, '--upstream', upstream);
      expect(answer.exitCode).toBe(0);
      expect(answer.findings[0]).toMatchObject({ rule: 'tag-without-diagnostics', level: 'warning' });
      expect(answer.findings[0].message).toContain(message);
    }
  });
});

describe('bump without a tag', () => {
  it('takes the newest release that has diagnostics, no pre-release, no other series', async () => {
    const root = testdir(buildTooling());
    const answer = await bumpProvider(root, '--upstream', upstream);
    expect(answer.summary).toBe('acme/provider from v1.7.4 to v1.10.0');
    expect(textOf(root, 'projects/acme/provider/GOLANG_VERSION')).toBe('1.22\n');
  });

  it('takes the first one with --oldest, and is not taken in by a mis-tag', async () => {
    const answer = await bumpProvider(testdir(buildTooling()), '--oldest', '--upstream', upstream);
    expect(answer.summary).toBe('acme/provider from v1.7.4 to v1.9.0');
  });

  it('has nothing to do for a project that has it already', async () => {
    const root = testdir(buildTooling('v1.9.0'));
    const before = snapshot(root);
    const answer = await bumpProvider(root, '--upstream', upstream);
    expect(answer).toMatchObject({ exitCode: 0, status: 'up-to-date', reason: 'has-diagnostics' });
    expect(snapshot(root)).toEqual(before);
    const fromMisTag = await bumpProvider(testdir(buildTooling('v1.8.6')), '--upstream', upstream);
    expect(fromMisTag.summary).toContain('to v1.10.0');
  });

  it('stays on the minor on a release branch, and refuses where that has none', async () => {
    const root = testdir(buildTooling());
    git(root, 'init', '-q', '-b', 'release-0.19');
    const refused = await bumpProvider(root, '--upstream', upstream, '--allow-dirty');
    expect([refused.exitCode, refused.reason]).toEqual([3, 'no-diagnostics']);
    expect(refused.summary).toContain('of the same minor (this is a release branch)');
  });

  it('asks git for the branch where refs are kept in tables, and only where it matters', async () => {
    const root = testdir(buildTooling());
    git(root, 'init', '-q');
    writeTestFile(root, '.git/HEAD', 'ref: refs/heads/.invalid\n');
    writeTestFile(root, '.git/reftable/tables.list', '');
    const binary = findGit('/nowhere');
    const folder = testdir();
    const answering = (answer: string) =>
      writeTestFile(
        folder,
        'git',
        `#!/bin/sh\ncase "$*" in *symbolic-ref*) ${answer} ;; esac\nexec ${binary} "$@"\n`,
        0o755,
      );
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    answering('echo refs/heads/release-0.19; exit');
    const refused = await bumpProvider(root, '--upstream', upstream, '--allow-dirty');
    expect([refused.exitCode, refused.reason]).toEqual([3, 'no-diagnostics']);
    expect(refused.summary).toContain('of the same minor (this is a release branch)');
    answering('echo "fatal: broken" >&2; exit 128');
    expect(await bumpProvider(root, '--upstream', upstream)).toMatchObject({
      exitCode: 4,
      reason: 'git-failed',
      problem: { hint: 'Mend the git repository, or name the tag with --to.' },
    });
    vi.stubEnv('PATH', '/nowhere');
    expect(await bumpProvider(root)).toMatchObject({ exitCode: 2, reason: 'no-git' });
    expect(await bumpProvider(root, '--to', 'v1.9.1', '--dry-run')).toMatchObject({ exitCode: 0 });
  });

  it('refuses where no release has it', async () => {
    const unready = releasedRepository([
      ['v1.7.4', { 'main.go': 'package main\n' }],
      ['v1.8.0', { 'main.go': 'package main\n', 'vendor/x/flags.go': 'package x // AddManagerOptions(' }],
    ]);
    const answer = await bumpProvider(testdir(buildTooling()), '--upstream', unready);
    expect([answer.exitCode, answer.reason]).toEqual([3, 'no-diagnostics']);
    expect(answer.summary).toContain('none of the 1 releases after v1.7.4');
  });

  it('needs a clone: the one that the repository’s own make left will do', async () => {
    const root = testdir(buildTooling());
    expect(await bumpProvider(root)).toMatchObject({ exitCode: 3, reason: 'no-upstream' });
    git(root, 'clone', '-q', upstream, 'projects/acme/provider/provider');
    expect((await bumpProvider(root)).summary).toBe('acme/provider from v1.7.4 to v1.10.0');
  });

  it('fetches from a URL', async () => {
    const url = await served(upstream);
    const answer = await bumpProvider(testdir(buildTooling()), '--upstream', url);
    expect(answer.summary).toBe('acme/provider from v1.7.4 to v1.10.0');
    const missing = await bumpProvider(testdir(buildTooling()), '--upstream', `${url}/nothing`);
    expect([missing.exitCode, missing.reason]).toEqual([5, 'download-failed']);
  });

  it.each(['http://example.org/x.git', 'file:///etc', 'ext::sh -c id', '/nowhere'])(
    'takes %s for no clone',
    async (clone) => {
      const answer = await bumpProvider(testdir(buildTooling()), '--upstream', clone);
      expect([answer.exitCode, answer.reason]).toEqual([2, 'no-clone']);
    },
  );
});

describe('projects', () => {
  it('of a release branch move alone, with their own badge and entry', async () => {
    const root = testdir(buildTooling());
    const answer = await report('bump', root, '--project', 'acme/scaler/1-34', '--to', 'scaler-1.34.2');
    expect(answer.exitCode).toBe(0);
    expect(textOf(root, 'projects/acme/scaler/1-34/GIT_TAG')).toBe('scaler-1.34.2\n');
    expect(textOf(root, 'UPSTREAM_PROJECTS.yaml')).toBe(
      buildTooling()['UPSTREAM_PROJECTS.yaml']?.replace('scaler-1.34.0', 'scaler-1.34.2'),
    );
    expect(textOf(root, 'projects/acme/scaler/README.md')).toBe(
      buildTooling()['projects/acme/scaler/README.md']?.replace('scaler--1.34.0', 'scaler--1.34.2'),
    );
    expect(answer.next.at(-1).command).toBe(
      'RELEASE_BRANCH=1-34 make -C projects/acme/scaler attribution checksums',
    );
  });

  it('follow a commit only where they do already', async () => {
    const follows = ['--project', 'other/follows', '--to'];
    const hash = '3c29a914f8be9b139505bfa57fffc7330e263272';
    const root = testdir(buildTooling());
    expect(await report('bump', root, ...follows, 'v1.0.0')).toMatchObject({
      exitCode: 3,
      reason: 'another-kind',
    });
    expect((await report('bump', root, ...follows, hash)).exitCode).toBe(0);
    expect(textOf(root, 'UPSTREAM_PROJECTS.yaml')).toContain(`- commit: ${hash}\n`);
  });

  it('are named when one is unknown', async () => {
    const answer = await report('bump', testdir(buildTooling()), '--project', 'acme/scaler', '--to', 'x');
    expect([answer.exitCode, answer.reason]).toEqual([3, 'no-such-project']);
    expect(answer.problem.hint).toContain('acme/scaler/1-32, acme/scaler/1-33, acme/scaler/1-34');
  });

  it('need no name where one alone lacks diagnostics', async () => {
    const root = testdir(buildTooling());
    const answer = await report('bump', root, '--upstream', upstream);
    expect(answer.summary).toBe('acme/provider from v1.7.4 to v1.10.0');
    writeTestFile(root, 'projects/acme/provider/ATTRIBUTION.txt', attribution('0.19.0', true));
    expect(await report('bump', root, '--to', 'v1.11.0')).toMatchObject({
      exitCode: 2,
      reason: 'no-project',
    });
  });

  it('whose list does not match the folders are told of', async () => {
    const root = testdir({ ...buildTooling(), 'release/SUPPORTED_RELEASE_BRANCHES': '1-34\n' });
    const answer = await report('bump', root, '--project', 'acme/scaler/1-34', '--to', 'scaler-1.34.1');
    expect(answer.findings[0]).toMatchObject({ rule: 'projects-file-mismatch' });
    expect(textOf(root, 'UPSTREAM_PROJECTS.yaml')).toBe(buildTooling()['UPSTREAM_PROJECTS.yaml']);
  });
});

describe('the version of Go', () => {
  const table = (search: string) => `var ProjectGoVersionSourceOfTruth = map[string]X{
	"acme/provider": {
		SourceOfTruthFile:     ".go-version",
		GoVersionSearchString: \`${search}\`,
	},
}
`;
  const pinned = () =>
    releasedRepository([
      [
        'v1.8.0',
        { '.go-version': 'golang-1.29.3\n', Makefile: 'GO_VERSION ?= 1.25\n', 'go.mod': 'go 1.24.0\n' },
      ],
      ['v1.8.1', { 'go.mod': 'module x\n\ngo 1.24.0\n' }],
    ]);

  it.each([
    ['the repository’s own table', table('golang-(1\\.\\d\\d)'), 'v1.8.0', '1.29'],
    ['a table with digits behind', table('golang-(1\\.\\d\\d)\\.\\d+'), 'v1.8.0', '1.29'],
    ['the Makefile, where the table is not understood', table('(a+)+(1\\.\\d\\d)'), 'v1.8.0', '1.25'],
    ['the Makefile, where there is no table', '', 'v1.8.0', '1.25'],
    ['go.mod, where nothing else says it', '', 'v1.8.1', '1.24'],
  ])('is read by %s', async (_how, constants, tag, expected) => {
    const root = testdir({ ...buildTooling(), 'tools/tracker/constants.go': constants });
    expect((await bumpProvider(root, '--to', tag, '--upstream', pinned())).exitCode).toBe(0);
    expect(textOf(root, 'projects/acme/provider/GOLANG_VERSION')).toBe(`${expected}\n`);
  });
});

describe('on other repositories', () => {
  it('bump is refused', async () => {
    const answer = await report(
      'bump',
      testdir({ 'go.mod': 'module a\n' }),
      '--project',
      'a/b',
      '--to',
      'v1.0.0',
    );
    expect([answer.exitCode, answer.reason]).toEqual([3, 'no-build-tooling']);
  });

  it('--dry-run prints a diff and writes nothing; uncommitted changes are a conflict', async () => {
    const root = testdir(buildTooling());
    git(root, 'init', '-q');
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'first');
    const before = snapshot(root);
    const dry = await bumpProvider(root, '--to', 'v1.9.1', '--dry-run', '--exit-code');
    expect([dry.exitCode, dry.reason]).toEqual([1, 'bump-pending']);
    expect(dry.diff).toContain('-v1.7.4\n+v1.9.1\n');
    expect(snapshot(root)).toEqual(before);
    writeFileSync(join(root, 'UPSTREAM_PROJECTS.yaml'), `${textOf(root, 'UPSTREAM_PROJECTS.yaml')}# mine\n`);
    expect(await bumpProvider(root, '--to', 'v1.9.1')).toMatchObject({ exitCode: 4 });
  });
});

describe('a hostile clone', () => {
  it('executes nothing', async () => {
    const clone = providerUpstream();
    const script = join(clone, 'evil.sh');
    writeTestFile(clone, 'evil.sh', `#!/bin/sh\ntouch ${clone}/ran\ncat\n`);
    chmodSync(script, 0o755);
    for (const [key, value] of [
      ['core.fsmonitor', script],
      ['core.pager', script],
      ['core.hooksPath', clone],
      ['diff.evil.textconv', script],
      ['diff.external', script],
      ['filter.evil.smudge', script],
      ['alias.grep', `!${script}`],
      ['core.alternateRefsCommand', script],
    ] as const) {
      git(clone, 'config', key, value);
    }
    writeTestFile(clone, '.git/info/attributes', '* diff=evil filter=evil\n');
    const answer = await bumpProvider(testdir(buildTooling()), '--upstream', clone);
    expect(answer.summary).toBe('acme/provider from v1.7.4 to v1.10.0');
    expect(Object.keys(snapshot(clone))).not.toContain('ran');
    // The set-up is real: plain git obeys it.
    git(clone, 'status');
    expect(Object.keys(snapshot(clone))).toContain('ran');
  });
});
