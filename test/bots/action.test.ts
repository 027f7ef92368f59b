import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testdir } from '../setup/testdir.ts';
import { describe as described, run } from '../tools/command.ts';
import { act, workspaceWith } from './act.ts';
import { type Action, projectRoot, readYaml } from './steps.ts';

const action = readYaml<Action>('action.yml');

beforeAll(() => {
  if (!existsSync(join(projectRoot, 'dist/cli.js'))) throw new Error('dist/cli.js is missing: npm run build');
});

/** A folder of the action whose program does this instead, with `out` for what it leaves behind. */
function actionWith(program: string): { folder: string; out: string } {
  const out = testdir();
  const text = `import { writeFileSync } from 'node:fs';\nconst out = ${JSON.stringify(out)};\n${program}\n`;
  return { folder: testdir({ 'dist/cli.js': text, 'package.json': '{"type":"module"}' }), out };
}

/** Tells what it was given. */
const TELLS =
  'writeFileSync(`${out}/told`, JSON.stringify({ argv: process.argv.slice(2), env: process.env }));';

function told(out: string): { argv: string[]; env: Record<string, string> } {
  return JSON.parse(readFileSync(join(out, 'told'), 'utf8'));
}

describe('the action', () => {
  it('annotates, sums up, and leaves its reports', async () => {
    const { code, stdout, outputs, summary } = await act({});
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::(?:error|warning|notice) /m);
    expect(summary).toContain('What would change');
    expect(outputs).toMatchObject({ status: 'pending', reason: 'migration-pending', 'exit-code': '1' });
    expect(JSON.parse(readFileSync(outputs.report ?? '', 'utf8'))).toMatchObject({ exitCode: 1 });
    expect(JSON.parse(readFileSync(outputs.sarif ?? '', 'utf8')).version).toBe('2.1.0');
  });

  it('lets findings pass where they are not to fail, and nothing else', async () => {
    const inputs = { 'fail-on-findings': 'false' };
    expect((await act({ inputs })).code).toBe(0);
    const refused = workspaceWith('refused-kong');
    const result = await act({ inputs: { ...inputs, command: 'migrate' }, workspace: refused });
    expect([result.code, result.outputs.reason]).toEqual([3, 'unsupported-flags-kong']);
  });

  it('passes options on, each as one word, and finds a repository below the workspace', async () => {
    const { folder, out } = actionWith(TELLS);
    const options = '--style=kubebuilder\r\n\n--manager=a b/main.go\n';
    const workspace = testdir();
    await act({ folder, workspace, inputs: { options, repository: 'sub folder' } });
    expect(told(out).argv.slice(0, 4)).toEqual([
      'check',
      `${workspace}/sub folder`,
      '--style=kubebuilder',
      '--manager=a b/main.go',
    ]);
  });

  it.each(['other', '--quiet\n../other', '-h', '@-'])(
    'takes no word for an option that is none: %j',
    async (options) => {
      const { folder, out } = actionWith(TELLS);
      const { stdout } = await act({ folder, workspace: testdir(), inputs: { options } });
      expect(stdout).toContain('each beginning with two dashes');
      expect(existsSync(join(out, 'told'))).toBe(false);
    },
  );

  it('says so where the run was killed', async () => {
    const { folder } = actionWith("process.kill(process.pid, 'SIGKILL');");
    const { code, outputs } = await act({ folder });
    expect(code).toBe(137);
    expect(outputs).toEqual({
      status: 'failed',
      reason: 'no-report',
      'exit-code': '137',
      report: '',
      sarif: '',
      'pull-request-url': '',
    });
  });

  it('hands over the address of a pull request, and nothing that a report could smuggle in', async () => {
    const program = (report: object) =>
      actionWith(
        `const at = process.argv.find((word) => word.endsWith('.jsonl')); writeFileSync(at, ${JSON.stringify(JSON.stringify(report))});`,
      ).folder;
    const url = 'https://example.org/acme/r/pull/7';
    const good = program({ status: 'migrated', reason: 'migrated', pullRequest: { url } });
    expect((await act({ folder: good })).outputs['pull-request-url']).toBe(url);
    const bad = program({
      status: 'a\nb=c',
      reason: 'x y',
      pullRequest: { url: `${url}\nreport=/etc/passwd` },
    });
    expect((await act({ folder: bad })).outputs).toMatchObject({
      status: '',
      reason: '',
      'pull-request-url': '',
    });
  });
});

describe('the package of the action', () => {
  async function packed(): Promise<{ workspace: string; integrity: string }> {
    const workspace = testdir();
    cpSync(join(projectRoot, 'fixtures/stdlib-flags-in-main/before'), workspace, { recursive: true });
    const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', workspace];
    const result = await run('npm', args, { cwd: projectRoot });
    const name = result.stdout.trim();
    if (result.code !== 0) throw new Error(described(result));
    copyFileSync(join(workspace, name), join(workspace, 'p.tgz'));
    const sha = createHash('sha512')
      .update(readFileSync(join(workspace, 'p.tgz')))
      .digest('base64');
    return { workspace, integrity: `sha512-${sha}` };
  }

  it('is run where it is what it should be, and not otherwise', async () => {
    const folder = testdir();
    const { workspace, integrity } = await packed();
    const inputs = { package: 'p.tgz', integrity };
    expect((await act({ folder, workspace, inputs })).outputs.status).toBe('pending');
    const other = await act({
      folder,
      workspace,
      inputs: { ...inputs, integrity: integrity.replace(/^sha512-./, 'sha512-_'.replace('_', '0')) },
    });
    expect([other.code, other.stdout]).toEqual([2, expect.stringContaining('it is not run')]);
    for (const wanting of ['', 'sha1-x', `${integrity} `]) {
      const without = await act({ folder, workspace, inputs: { ...inputs, integrity: wanting } });
      expect([without.code, without.stdout]).toEqual([2, expect.stringContaining('needs integrity')]);
    }
  });

  it('may be unpacked and used as the action itself, without any registry', async () => {
    const { workspace } = await packed();
    const folder = join(workspace, 'tool');
    mkdirSync(folder);
    await run('tar', ['-xzf', join(workspace, 'p.tgz'), '-C', folder, '--strip-components=1']);
    expect(readFileSync(join(folder, 'action.yml'), 'utf8')).toContain('name: diag-codemod');
    rmSync(join(workspace, 'p.tgz'));
    expect((await act({ folder, workspace })).outputs.status).toBe('pending');
  });

  it.each([
    'diag-codemod',
    'diag-codemod@latest',
    'diag-codemod@^1.0.0',
    'other@1.0.0',
    'http://example.org/p.tgz',
    '../p.tgz',
    '/p.tgz',
    '-x.tgz',
    'git+https://example.org/p',
  ])('is not %s', async (name) => {
    const inputs = { package: name, integrity: `sha512-${'A'.repeat(86)}==` };
    const { code, stdout } = await act({ folder: testdir(), inputs });
    expect([code, stdout]).toEqual([2, expect.stringContaining('package is diag-codemod@1.2.3')]);
  });

  it('is asked for where there is no dist', async () => {
    const { code, stdout } = await act({ folder: testdir() });
    expect([code, stdout]).toEqual([2, expect.stringContaining('has no dist')]);
  });
});

const SAFE = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch'];
const STRANGE = [
  'pull_request_target',
  'workflow_run',
  'issue_comment',
  'pull_request_review',
  'fork',
  'something_new',
];

describe('an event', () => {
  const runs = async (command: string, event: string) => {
    const { folder, out } = actionWith(TELLS);
    const { code, stdout } = await act({ folder, event, inputs: { command, token: 'token-of-the-job' } });
    const ran = existsSync(join(out, 'told'));
    if (!ran) expect([code, stdout]).toEqual([2, expect.stringMatching(/^::error title=diag-codemod::/)]);
    return ran;
  };

  it.each([...SAFE, ...STRANGE, 'pull_request'])('%s may check', async (event) => {
    expect(await runs('check', event)).toBe(true);
  });

  it.each(SAFE)('of the repository itself, %s, may do all', async (event) => {
    for (const command of ['verify', 'migrate', 'pull-request'])
      expect(await runs(command, event)).toBe(true);
  });

  it.each(STRANGE)(
    'that a stranger can cause beside secrets, %s, may run no code and push nothing',
    async (event) => {
      for (const command of ['verify', 'migrate', 'pull-request'])
        expect(await runs(command, event)).toBe(false);
    },
  );

  it('pull_request, which has no secrets for a stranger, may verify, but push nothing', async () => {
    expect(await runs('verify', 'pull_request')).toBe(true);
    expect(await runs('pull-request', 'pull_request')).toBe(false);
  });
});

describe('a token', () => {
  const environment = {
    GITHUB_TOKEN: 'canary-a',
    GH_TOKEN: 'canary-b',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'canary-c',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://canary.example.org',
    ACTIONS_RUNTIME_TOKEN: 'canary-d',
    GITHUB_ENTERPRISE_TOKEN: 'canary-e',
    GH_ENTERPRISE_TOKEN: 'canary-f',
  };

  it.each(['check', 'verify', 'migrate'])('is not given to %s', async (command) => {
    const { folder, out } = actionWith(TELLS);
    await act({ folder, environment, inputs: { command, token: 'canary-token' } });
    expect(JSON.stringify(told(out))).not.toContain('canary');
  });

  it('is given to pull-request, in its environment alone', async () => {
    const { folder, out } = actionWith(TELLS);
    const result = await act({
      folder,
      environment,
      inputs: { command: 'pull-request', token: 'canary-token' },
    });
    const { argv, env } = told(out);
    expect(env.GITHUB_TOKEN).toBe('canary-token');
    expect(argv).toEqual(expect.arrayContaining(['--push', '--open']));
    const { GITHUB_TOKEN: _, ...others } = env;
    expect(JSON.stringify([argv, others, result])).not.toContain('canary');
  });

  it('is needed for pull-request', async () => {
    const { folder, out } = actionWith(TELLS);
    const { code, stdout } = await act({ folder, inputs: { command: 'pull-request' } });
    expect([code, stdout, existsSync(join(out, 'told'))]).toEqual([
      2,
      expect.stringContaining('needs token'),
      false,
    ]);
  });
});

describe('a hostile input', () => {
  const HOSTILE = [
    '$(touch canary)',
    '`touch canary`',
    '"; touch canary; "',
    "'; touch canary; '",
    '--x; touch canary',
    '--x\n::error::canary\n--y',
    '::set-output name=x::y',
    '--output=../../canary\n--config=$(touch canary)',
    '*',
    '~',
    '${HOME}',
    'a\nGITHUB_OUTPUT=x',
    '@-',
    '=',
    '[a]',
    ' ',
  ];

  it.each(Object.keys(action.inputs))('%s is data: nothing of it is run or obeyed', async (name) => {
    for (const text of HOSTILE) {
      const workspace = testdir();
      const { folder, out } = actionWith(TELLS);
      const { stdout, outputs } = await act({ folder, workspace, inputs: { [name]: text } });
      expect(existsSync(join(workspace, 'canary')), text).toBe(false);
      const commands = stdout.split('\n').filter((line) => /^\s*::|##\[/.test(line));
      expect(
        commands.filter((line) => !line.startsWith('::error title=diag-codemod::')),
        text,
      ).toEqual([]);
      expect(stdout, text).not.toContain('canary');
      expect(
        Object.keys(outputs).filter((output) => !(output in action.outputs) && output !== 'cli'),
      ).toEqual([]);
      // What reaches the program does so as words of their own.
      if (existsSync(join(out, 'told'))) expect(told(out).argv[0]).toBe('check');
    }
  });

  it('in a repository is shown, not obeyed', async () => {
    const workspace = workspaceWith('stdlib-flags-in-main');
    writeFileSync(join(workspace, 'bad.go'), 'package main\n\nfunc init() {\n::error::x ##[error]\n');
    const { stdout } = await act({ workspace });
    expect(stdout).not.toMatch(/##\[|^::error::x/m);
  });
});
