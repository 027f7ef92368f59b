import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { change, fixtureAfter } from '../../test/tools/fixture-tree.ts';
import { readTree } from '../../test/tools/tree.ts';
import { openRepository } from '../repository/open.ts';
import type { ProofId } from './evidence.ts';
import { type VerifyOptions, verifyRepository } from './verify.ts';

const DEFAULTS: VerifyOptions = {
  live: false,
  build: false,
  require: new Set(),
  env: [],
  cache: false,
  toolVersion: '1',
  progress: () => undefined,
  choose: (managers) => managers,
};

let machine = '';

/** Puts a program on the PATH; it notes its arguments and its environment in files beside it. */
function install(name: string, script: string): void {
  const file = join(machine, 'bin', name);
  const notes = `echo "$@" >> ${file}.calls; /usr/bin/env > ${file}.env; pwd > ${file}.pwd\n`;
  writeFileSync(file, `#!/bin/sh\n${notes}${script}\n`, { mode: 0o755 });
}

/** What compiles leaves a program that is content with everything, and speaks of metrics. */
const GO = `case "$1" in
  env) echo '{"GOPROXY": "https://me:secret@proxy.example"}' ;;
  version) echo 'go version go1.99.0 linux/amd64' ;;
  build) while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\necho --diagnostics-address\\n' > "$2"; chmod +x "$2" ;;
  install) printf '#!/bin/sh\\n' > "$GOBIN/controller-gen"; chmod +x "$GOBIN/controller-gen" ;;
esac`;

const noted = (name: string, what: 'calls' | 'env' | 'pwd') =>
  readFileSync(join(machine, 'bin', `${name}.${what}`), 'utf8');

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'diag-codemod-machine-'));
  mkdirSync(join(machine, 'bin'));
  mkdirSync(join(machine, 'tmp'));
  vi.stubEnv('PATH', `${join(machine, 'bin')}:/usr/bin:/bin`);
  vi.stubEnv('TMPDIR', join(machine, 'tmp'));
  vi.stubEnv('DIAG_CODEMOD_CACHE', join(machine, 'cache'));
  install('go', GO);
  install('gofmt', '');
  install('kustomize', 'case "$1" in version) echo v5.8.1 ;; *) cat RENDER 2>/dev/null ;; esac');
  install('make', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const RENDER = readFileSync(new URL('./verify.testing.yaml', import.meta.url), 'utf8');

async function prove(
  options: Partial<VerifyOptions> = {},
  prepare: (root: string) => void = () => undefined,
) {
  const root = await fixtureAfter('stdlib-flags-in-main');
  writeFileSync(join(root, 'RENDER'), RENDER);
  prepare(root);
  const before = readTree(root);
  const evidence = await verifyRepository({ repository: openRepository(root) }, { ...DEFAULTS, ...options });
  expect(readTree(root)).toEqual(before);
  const of = (proof: ProofId) => evidence.find((one) => one.proof === proof);
  return {
    evidence,
    of,
    failing: evidence.filter(({ status }) => status === 'failed').map(({ proof }) => proof),
  };
}

describe('verifyRepository', () => {
  it('proves a copy, says by what, and takes the copy away', async () => {
    const { of, failing } = await prove();
    expect(failing).toEqual([]);
    expect(of('type-check')).toMatchObject({ status: 'passed', tool: 'go/types', version: 'go1.99.0' });
    expect(of('overlays-render')).toMatchObject({
      status: 'passed',
      tool: 'kustomize',
      version: 'v5.8.1',
      command: 'kustomize build --load-restrictor LoadRestrictionsNone config/default',
    });
    expect(of('reviews-granted')?.status).toBe('passed');
    expect(of('build')).toBeUndefined();
    expect(noted('kustomize', 'pwd')).toContain('diag-codemod-verify-');
    expect(readdirSync(join(machine, 'tmp')).filter((name) => name.includes('verify'))).toEqual([]);
  });

  it('compiles and asks for help with --build', async () => {
    const { of } = await prove({ build: true });
    expect(of('build')).toMatchObject({
      status: 'passed',
      command: 'GOFLAGS=-mod=mod go build -o bin/manager .',
    });
    expect(of('vet')?.status).toBe('passed');
    expect(of('arguments-known')).toMatchObject({
      status: 'passed',
      command: 'bin/manager --leader-elect --diagnostics-address=:8443 --help',
    });
  });

  it('hears what the manager says of its arguments', async () => {
    install(
      'go',
      GO.replace('echo --diagnostics-address', 'echo unknown flag: --diagnostics-address; exit 2'),
    );
    const { of } = await prove({ build: true });
    expect(of('arguments-known')).toMatchObject({
      status: 'failed',
      reason: 'unknown flag: --diagnostics-address',
      file: 'config/manager/manager.yaml',
    });
  });

  it('tells a compiler error with its place, and skips what needs the program', async () => {
    install(
      'go',
      GO.replace(
        'build)',
        'build) case "$*" in *typecheck*) ;; *) echo "./main.go:7:2: undefined: x" >&2; exit 1 ;; esac;',
      ),
    );
    const { of } = await prove({ build: true });
    expect(of('build')).toMatchObject({ status: 'failed', reason: 'undefined: x', file: 'main.go', line: 7 });
    expect(of('arguments-known')).toMatchObject({ status: 'skipped', reason: 'the manager does not build' });
  });

  it('skips what needs a tool that is not there, and says how to get it', async () => {
    // kubectl serves too, where it is installed.
    const takeAway = () => {
      chmodSync(join(machine, 'bin', 'kustomize'), 0o644);
      vi.stubEnv('PATH', join(machine, 'bin'));
    };
    const { of } = await prove({}, takeAway);
    expect(of('overlays-render')).toMatchObject({
      status: 'skipped',
      reason: 'there is no kustomize on the PATH',
      hint: expect.stringContaining('go install sigs.k8s.io/kustomize'),
    });
    vi.stubEnv('PATH', `${join(machine, 'bin')}:/usr/bin:/bin`);
    const strict = await prove({ require: new Set(['overlays-render']) }, takeAway);
    expect(strict.failing).toContain('overlays-render');
  });

  it('skips what needs Go where there is none, proves the rest, and fails what is required', async () => {
    unlinkSync(join(machine, 'bin', 'go'));
    unlinkSync(join(machine, 'bin', 'gofmt'));
    symlinkSync('/bin/cat', join(machine, 'bin', 'cat'));
    const ownPrograms = () => void vi.stubEnv('PATH', join(machine, 'bin'));
    const { evidence, failing } = await prove({ build: true, live: true }, ownPrograms);
    const skips = evidence.filter(({ status }) => status === 'skipped');
    expect(skips.map(({ proof, reason }) => `${proof}: ${reason}`)).toEqual([
      'go-mod-tidy: there is no go on the PATH',
      'go-format: there is no gofmt on the PATH',
      'type-check: there is no go on the PATH',
      'build: there is no go on the PATH',
      'vet: there is no go on the PATH',
      'role-generation: there is no go on the PATH',
      'arguments-known: there is no go on the PATH',
      'live: there is no go on the PATH',
    ]);
    for (const { hint } of skips) expect(hint).toContain('https://go.dev/dl/');
    expect(failing).toEqual([]);
    const proved = evidence.filter(({ status }) => status === 'passed').map(({ proof }) => proof);
    expect(proved).toEqual(['overlays-render', 'reviews-granted', 'ports-resolve', 'no-proxy']);
    vi.stubEnv('PATH', '/usr/bin:/bin');
    const strict = await prove({ require: new Set(['type-check']) }, ownPrograms);
    expect(strict.failing).toEqual(['type-check']);
    expect(strict.of('type-check')?.reason).toBe('required, but skipped: there is no go on the PATH');
  });

  it('tells an overlay that does not render', async () => {
    install(
      'kustomize',
      'case "$1" in version) echo v5.8.1 ;; *) echo "Error: no such file" >&2; exit 1 ;; esac',
    );
    const { of, failing } = await prove();
    expect(of('overlays-render')).toMatchObject({
      status: 'failed',
      reason: 'Error: no such file',
      file: 'config/default/kustomization.yaml',
    });
    expect(failing).toEqual(['overlays-render']);
  });

  it('tells missing rights, a proxy and a port that nobody has', async () => {
    const { failing, of } = await prove({}, (root) => {
      change(root, 'RENDER', (text) =>
        text
          .replace('tokenreviews', 'secrets')
          .replace(
            'containers:',
            'containers:\n      - {name: kube-rbac-proxy, image: example.org/kube-rbac-proxy}',
          )
          .replace('targetPort: metrics', 'targetPort: https'),
      );
    });
    expect(failing).toEqual(['reviews-granted', 'ports-resolve', 'no-proxy']);
    expect(of('reviews-granted')?.file).toBe('config/rbac/role.yaml');
  });
});

describe('verifyRepository of a repository that is not tidy', () => {
  /** A tidy that has something to change, and a vendor/ that fits what it leaves. */
  const TIDYING = GO.replace(
    'case "$1" in',
    `case "$1" in
  mod) printf '\\nrequire example.org/forgotten v1.0.0\\n' >> go.mod ;;
  list) grep -q forgotten go.mod || { echo 'go: inconsistent vendoring' >&2; exit 1; } ;;`,
  );

  it('tells what tidy changes, and proves the rest on the tidied copy', async () => {
    install('go', TIDYING);
    install('make', 'cp go.mod "$0.mod"');
    const { of, failing } = await prove();
    expect(failing).toEqual(['go-mod-tidy']);
    expect(of('go-mod-tidy')).toMatchObject({
      reason: expect.stringContaining('of go.mod: +require example.org/forgotten v1.0.0'),
      hint: 'Run go mod tidy.',
      file: 'go.mod',
    });
    expect(of('type-check')?.status).toBe('passed');
    expect(readFileSync(join(machine, 'bin', 'make.mod'), 'utf8')).toContain('example.org/forgotten');
  });

  it('holds nothing against the roles where controller-gen finds not all modules', async () => {
    install('make', 'echo "controller-gen rbac:roleName=manager-role paths=./..."');
    const saying = (words: string) => {
      const generator = `printf '#!/bin/sh\\necho "${words}" >&2; exit 1\\n' > "$GOBIN/controller-gen"`;
      install('go', GO.replace(/printf[^;]*(?=; chmod \+x "\$GOBIN)/, generator));
      rmSync(join(machine, 'cache'), { recursive: true, force: true });
      return prove();
    };
    const { of, failing } = await saying('main.go:9: module lookup disabled by GOPROXY=off');
    expect([of('role-generation')?.status, failing]).toEqual(['skipped', []]);
    expect(of('role-generation')?.reason).toContain('not all modules are within reach: controller-gen rbac');
    expect((await saying('unknown marker')).failing).toContain('role-generation');
  });

  it('asks of the tidied go.mod whether vendor/ fits', async () => {
    install('go', TIDYING);
    const { of } = await prove({ build: true }, (root) => {
      mkdirSync(join(root, 'vendor'));
      writeFileSync(join(root, 'vendor', 'modules.txt'), '');
    });
    expect(of('build')?.command).toContain('GOFLAGS=-mod=vendor');
  });
});

describe('what verifyRepository runs', () => {
  it('inherits nothing but what go needs', async () => {
    vi.stubEnv('SECRET_TOKEN', 'x');
    vi.stubEnv('GOFLAGS', '-toolexec=/evil');
    await prove({ build: true });
    for (const name of ['go', 'make', 'kustomize', 'gofmt']) {
      const environment = noted(name, 'env');
      expect(environment).not.toContain('SECRET_TOKEN');
      expect(environment).toMatch(/^GOTOOLCHAIN=local$/m);
      expect(environment).toMatch(/^GOVCS=\*:off$/m);
      expect(environment).toMatch(/^GOENV=off$/m);
      expect(environment).toMatch(/^GOFLAGS=-buildvcs=false -p=\d+/m);
      expect(environment).not.toContain(`HOME=${process.env.HOME}\n`);
    }
  });

  it('keeps the address of the proxy, with its password, from what the Makefile runs', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://me:secret@proxy.example');
    await prove();
    expect(noted('go', 'env')).toContain('me:secret@proxy.example');
    expect(noted('make', 'env')).not.toContain('secret');
    expect(noted('make', 'env')).toMatch(/^GOPROXY=off$/m);
  });

  it('passes on what --env names, and refuses a name that is not set', async () => {
    vi.stubEnv('GOPRIVATE', 'example.org');
    await prove({ env: ['GOPRIVATE'] });
    expect(noted('go', 'env')).toMatch(/^GOPRIVATE=example.org$/m);
    await expect(prove({ env: ['NOT_SET_ANYWHERE'] })).rejects.toThrow('names a variable that is not set');
  });

  it('sees no .git', async () => {
    install('make', 'ls -a > ls.txt; cp ls.txt "$0.ls"');
    await prove({}, (root) => {
      mkdirSync(join(root, '.git'));
      writeFileSync(join(root, '.git', 'config'), '');
    });
    const listing = readFileSync(join(machine, 'bin', 'make.ls'), 'utf8').split('\n');
    expect(listing).toContain('main.go');
    expect(listing).not.toContain('.git');
  });
});

describe('the cache of verifyRepository', () => {
  it('proves nothing twice, but again after a change and with --no-cache', async () => {
    const calls = () => noted('gofmt', 'calls').split('\n').length;
    const root = await fixtureAfter('stdlib-flags-in-main');
    writeFileSync(join(root, 'RENDER'), RENDER);
    const run = (cache: boolean) =>
      verifyRepository({ repository: openRepository(root) }, { ...DEFAULTS, cache });
    await run(true);
    const first = calls();
    const again = await run(true);
    expect(calls()).toBe(first);
    expect(again.find(({ proof }) => proof === 'go-format')?.cached).toBe(true);
    await run(false);
    expect(calls()).toBe(first + 1);
    change(root, 'main.go', (text) => `${text}\n// changed\n`);
    await run(true);
    expect(calls()).toBe(first + 2);
  });
});

describe('verifyRepository of a plan', () => {
  it('proves the result, not what is on the disk', async () => {
    const root = await fixtureAfter('stdlib-flags-in-main');
    writeFileSync(join(root, 'RENDER'), RENDER);
    const repository = openRepository(root);
    const file = repository.read('main.go');
    const changes = new Map([['main.go', file && { ...file, text: `${file.text}// planned\n` }]]);
    install('gofmt', 'cp main.go "$0.main"');
    await verifyRepository({ repository, planned: { changes, announcesTidy: true } }, DEFAULTS);
    expect(readFileSync(join(machine, 'bin', 'gofmt.main'), 'utf8')).toContain('// planned');
    expect(readFileSync(join(root, 'main.go'), 'utf8')).not.toContain('// planned');
    expect(existsSync(join(root, 'ls.txt'))).toBe(false);
  });

  it('does not hold against it what failed before', async () => {
    install(
      'kustomize',
      'case "$1" in version) echo v5.8.1 ;; *) echo "# Warning: $(pwd | tr -d a-z) is deprecated" >&2; echo "Error: $(pwd)/config: no such file" >&2; exit 1 ;; esac',
    );
    const root = await fixtureAfter('stdlib-flags-in-main');
    const evidence = await verifyRepository(
      {
        repository: openRepository(root),
        planned: {
          changes: new Map([['NOTES', { path: 'NOTES', text: 'x', mode: 0o644 }]]),
          announcesTidy: false,
        },
      },
      DEFAULTS,
    );
    expect(evidence.find(({ proof }) => proof === 'overlays-render')).toMatchObject({
      status: 'skipped',
      reason: 'it fails without the migration, too: Error: config: no such file',
    });
  });
});
