import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { snapshot, testdir, writeTestFile } from '../../test/setup/testdir.ts';
import { edit } from '../repository/change.ts';
import { buildChangeSet } from '../repository/change-set.ts';
import { openRepository } from '../repository/open.ts';
import { ProblemError } from '../repository/problem.ts';
import { noInspection } from './inspection.ts';
import type { MigrationPlan } from './migration.ts';
import type { NextCommand } from './step.ts';
import { tidyPlan } from './tidy.ts';

afterEach(() => vi.unstubAllEnvs());

const TIDY: NextCommand = { command: 'go mod tidy', directory: '.', reason: 'sums' };
const VENDOR: NextCommand = { command: 'go mod vendor', directory: '.', reason: 'vendor' };
const OTHER: NextCommand = { command: 'make manifests', directory: '.', reason: 'other' };

const goMod = 'module example.org/x\n\ngo 1.24\n';

/** Puts a `go` on the PATH that answers `go env` and runs this shell script for everything else. */
function fakeGo(script: string, environment = '{}'): string {
  const folder = testdir();
  const text = `#!/bin/sh\nif [ "$1" = env ]; then echo '${environment}'; exit 0; fi\n${script}\n`;
  writeTestFile(folder, 'go', text, 0o755);
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
  return folder;
}

/** A plan that edits go.mod and main.go of a repository with these files. */
function planFor(files: Record<string, string | Buffer>, next: readonly NextCommand[]) {
  const root = testdir({ 'go.mod': goMod, 'main.go': 'package main\n', ...files });
  const repository = openRepository(root);
  const append = (path: string, text: string) => {
    const file = repository.read(path);
    if (!file) throw new Error(path);
    return edit(file, { start: file.text.length, end: file.text.length }, text, {
      step: 'go-mod',
      reason: 'direct',
    });
  };
  const changeSet = buildChangeSet(repository, [
    append('go.mod', '\n// planned\n'),
    append('main.go', '\nfunc main() {}\n'),
  ]);
  const plan: MigrationPlan = {
    status: 'pending',
    reason: 'migration-pending',
    summary: `main.go: ${changeSet.files.length} files to change`,
    decisions: [],
    changeSet,
    findings: [],
    inspection: noInspection,
    next,
    afterMerge: [],
    refusals: [],
  };
  return { root, repository, plan };
}

async function tidied(files: Record<string, string | Buffer>, next: readonly NextCommand[] = [TIDY]) {
  const { repository, plan } = planFor(files, next);
  const result = await tidyPlan(plan, repository);
  const texts = Object.fromEntries(result.changeSet.files.map(({ path, after }) => [path, after]));
  return { result, texts };
}

async function problemOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    if (error instanceof ProblemError) return `${error.kind} ${error.problem.code}: ${error.problem.reason}`;
    throw error;
  }
  return 'nothing was thrown';
}

function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('diag-codemod-tidy-'));
}

describe('tidyPlan', () => {
  it('takes what Go changes into the change set', async () => {
    fakeGo('echo "require a v1.0.0" >> go.mod; echo "a v1.0.0 h1:x=" > go.sum');
    const { result, texts } = await tidied({ 'go.sum': 'old\n' });
    expect(texts).toEqual({
      'go.mod': `${goMod}\n// planned\nrequire a v1.0.0\n`,
      'go.sum': 'a v1.0.0 h1:x=\n',
      'main.go': 'package main\n\nfunc main() {}\n',
    });
    expect(result.summary).toBe('main.go: 3 files to change');
    expect(result.changeSet.result.get('go.sum')?.text).toBe('a v1.0.0 h1:x=\n');
  });

  it('keeps why the files were changed before', async () => {
    fakeGo('echo more >> go.mod');
    const { result } = await tidied({});
    const file = result.changeSet.files.find(({ path }) => path === 'go.mod');
    expect(file?.reasons).toEqual([
      'direct',
      'go mod tidy (and go mod vendor) bring it in line with the imports',
    ]);
    expect(file?.before).toBe(goMod);
  });

  it('takes the commands that ran off the list', async () => {
    fakeGo('true');
    const { result } = await tidied({}, [TIDY, OTHER]);
    expect(result.next).toEqual([OTHER]);
  });

  it('runs nothing when there is nothing to run', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    const { repository, plan } = planFor({}, [OTHER]);
    expect(await tidyPlan(plan, repository)).toBe(plan);
  });

  it('lets Go see the files as they will be', async () => {
    fakeGo('cat main.go > go.sum; ls >> go.sum');
    const { texts } = await tidied({ 'README.md': 'not needed' });
    expect(texts['go.sum']).toBe('package main\n\nfunc main() {}\ngo.mod\ngo.sum\nmain.go\n');
  });

  it('runs in the folder of the module', async () => {
    fakeGo('echo tidied > go.sum');
    const { texts } = await tidied({ 'sub/go.mod': 'module example.org/x/sub\n' }, [
      { ...TIDY, directory: 'sub' },
    ]);
    expect(texts['sub/go.sum']).toBe('tidied\n');
    expect(texts['go.sum']).toBeUndefined();
  });

  it('takes vendor/ in: new, changed and gone files', async () => {
    fakeGo(
      '[ "$2" = vendor ] && { rm -r vendor; mkdir -p vendor/a vendor/b; echo new > vendor/b/b.go; echo 2 > vendor/a/a.go; echo list > vendor/modules.txt; }; true',
    );
    const files = { 'vendor/modules.txt': 'list\n', 'vendor/a/a.go': '1\n', 'vendor/c/c.go': 'gone\n' };
    const { result } = await tidied(files, [TIDY, VENDOR]);
    const kinds = result.changeSet.files.map(({ path, kind }) => `${kind} ${path}`);
    expect(kinds).toEqual([
      'modify go.mod',
      'modify main.go',
      'modify vendor/a/a.go',
      'create vendor/b/b.go',
      'delete vendor/c/c.go',
    ]);
  });

  it('drops a planned change that Go takes back', async () => {
    fakeGo(`printf 'module example.org/x\\n\\ngo 1.24\\n' > go.mod`);
    const { texts, result } = await tidied({});
    expect(Object.keys(texts)).toEqual(['main.go']);
    expect(result.changeSet.result.has('go.mod')).toBe(false);
  });

  it('does not touch the repository', async () => {
    fakeGo('echo x > go.sum; rm main.go');
    const { root, repository, plan } = planFor({}, [TIDY]);
    const before = snapshot(root);
    await tidyPlan(plan, repository);
    expect(snapshot(root)).toEqual(before);
  });

  it('removes its scratch folder, also after a failure', async () => {
    fakeGo('echo x > go.sum');
    const before = leftovers();
    await tidied({});
    fakeGo('exit 1');
    await problemOf(tidied({}));
    expect(leftovers()).toEqual(before);
  });
});

describe('the environment of Go', () => {
  const environmentOf = async (
    files: Record<string, string> = {},
    env: Record<string, string> = {},
    settings = '{}',
  ) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    fakeGo('env | sort > go.sum', settings);
    const { texts } = await tidied(files);
    const lines = (texts['go.sum'] ?? '').split('\n').filter((line) => line.includes('='));
    return Object.fromEntries(lines.map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]));
  };

  it('is clean', async () => {
    const environment = await environmentOf(
      {},
      { SECRET_TOKEN: 'x', GOFLAGS: '-toolexec=/evil', GIT_SSH_COMMAND: 'evil' },
    );
    expect(environment).toMatchObject({
      GOENV: 'off',
      GOTOOLCHAIN: 'local',
      GOVCS: '*:off',
      GOFLAGS: '-mod=mod',
      CGO_ENABLED: '0',
    });
    expect(environment).not.toHaveProperty('SECRET_TOKEN');
    expect(environment).not.toHaveProperty('GIT_SSH_COMMAND');
    expect(environment.HOME).not.toBe(process.env.HOME);
    expect(existsSync(environment.HOME ?? '/')).toBe(false);
  });

  it('has where modules come from', async () => {
    const settings =
      '{"GOPROXY": "file:///proxy", "GOMODCACHE": "/cache", "GONOSUMDB": "", "GOPRIVATE": "example.org"}';
    const environment = await environmentOf(
      {},
      { HTTPS_PROXY: 'http://proxy:1', SSL_CERT_FILE: '/ca.pem' },
      settings,
    );
    expect(environment).toMatchObject({
      GOPROXY: 'file:///proxy',
      GOMODCACHE: '/cache',
      GOPRIVATE: 'example.org',
      HTTPS_PROXY: 'http://proxy:1',
      SSL_CERT_FILE: '/ca.pem',
    });
    expect(environment).not.toHaveProperty('GONOSUMDB');
  });

  it('has no -mod=mod in a workspace', async () => {
    expect((await environmentOf({ 'go.work': 'go 1.24\n\nuse .\n' })).GOFLAGS).toBe('');
  });
});

describe('tidyPlan fails', () => {
  it('without Go', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    expect(await problemOf(tidied({}))).toMatch(/^usage go-missing: --tidy needs Go/);
  });

  it('with a Go that the repository itself brings', async () => {
    const { root, repository, plan } = planFor({}, [TIDY]);
    writeTestFile(root, 'bin/go', '#!/bin/sh\nexit 0\n', 0o755);
    vi.stubEnv('PATH', `${join(root, 'bin')}:bin`);
    expect(await problemOf(tidyPlan(plan, repository))).toMatch(/^usage go-missing/);
  });

  it('in the words of Go, without the noise, the scratch folder and passwords', async () => {
    fakeGo(
      'echo "go: downloading a v1.0.0" >&2; echo "reading https://me:secret@proxy.example/a: 403 in $PWD/x" >&2; exit 1',
    );
    expect(await problemOf(tidied({}))).toBe(
      'io tidy-failed: go mod tidy failed: reading https://proxy.example/a: 403 in ./x',
    );
  });

  it('when Go writes what is no text', async () => {
    fakeGo(`mkdir -p vendor; printf '\\377' > vendor/x.bin`);
    expect(await problemOf(tidied({}, [VENDOR]))).toMatch(/^io tidy-not-text/);
  });

  it('when Go is stopped', async () => {
    fakeGo('kill -9 $$');
    expect(await problemOf(tidied({}))).toContain('stopped by SIGKILL');
  });
});
