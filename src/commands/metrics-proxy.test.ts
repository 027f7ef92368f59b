import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { snapshot, testdir } from '../../test/setup/testdir.ts';
import { runCommandLine } from './run.ts';

const terminal = { stdoutIsTerminal: false, stderrIsTerminal: false, noColor: false };

function run(...argv: string[]) {
  const argument = ['metrics-proxy', ...argv];
  return runCommandLine(argument, { terminal, platform: 'linux', committed: () => {} });
}

async function report(...argv: string[]) {
  const { exitCode, stdout } = await run(...argv, '--format', 'json');
  return { exitCode, ...JSON.parse(stdout) };
}

function freeFolder(): string {
  return join(testdir(), 'new/folder');
}

describe('metrics-proxy', () => {
  it('writes a folder, and then has nothing to do', async () => {
    const folder = freeFolder();
    const first = await report('--output', folder);
    expect(first).toMatchObject({ exitCode: 0, status: 'migrated', reason: 'manifests-written' });
    expect(first.repository).toBe(folder);
    expect(first.next[0].command).toBe('kubectl apply -k .');
    expect(first.changes.map(({ path }: { path: string }) => path)).toContain('kustomization.yaml');
    const now = snapshot(folder);
    expect(await report('--output', folder)).toMatchObject({
      exitCode: 0,
      status: 'up-to-date',
      changes: [],
    });
    expect(snapshot(folder)).toEqual(now);
  });

  it('gives the same bytes in every folder', async () => {
    const [one, other] = [freeFolder(), freeFolder()];
    for (const folder of [one, other]) await run('--output', folder, '--components', 'etcd,kube-proxy');
    const contents = ({ ...files }: Record<string, string>) =>
      Object.entries(files).filter(([path]) => !path.startsWith('.diag-codemod'));
    expect(contents(snapshot(one))).toEqual(contents(snapshot(other)));
  });

  it('refuses to overwrite an edited file: exit 4, nothing changed, until it is told to', async () => {
    const folder = freeFolder();
    await run('--output', folder);
    const file = join(folder, 'daemonset-all-nodes.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}# mine\n`);
    const edited = snapshot(folder);
    const refused = await report('--output', folder, '--scraper', 'a/b');
    expect(refused).toMatchObject({ exitCode: 4, status: 'conflict', reason: 'edited-files' });
    expect(refused.problem.file).toBe('daemonset-all-nodes.yaml');
    expect(snapshot(folder)).toEqual(edited);
    expect(await report('--output', folder, '--scraper', 'a/b', '--force')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(file, 'utf8')).not.toContain('# mine');
    expect(readFileSync(join(folder, 'metrics-reader.yaml'), 'utf8')).toContain('namespace: a\n');
  });

  it.each([
    [['--components', 'kubelet'], 'there is no component "kubelet"'],
    [['--mode', 'fast'], '--mode is secure or design'],
    [['--scraper', 'x'], '--scraper is namespace/serviceaccount'],
    [['--haproxy-image', 'haproxy'], 'names no version'],
    [['--proxy', 'nginx'], "unknown option '--proxy'"],
    [['--port', '1'], 'metrics-proxy has no option --port'],
    [['a-folder'], 'metrics-proxy takes no operand'],
  ])('tells what is wrong with %j: exit 2, and no folder', async (options, reason) => {
    const folder = freeFolder();
    const { exitCode, stderr, stdout } = await run('--output', folder, ...options);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(reason);
    expect(existsSync(join(folder, '..'))).toBe(false);
  });

  it('takes no file for a folder', async () => {
    const root = testdir({ 'a.txt': 'a\n' });
    for (const folder of ['a.txt', 'a.txt/b']) {
      const { exitCode, stderr } = await run('--output', join(root, folder));
      expect(exitCode).toBe(2);
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain('is no folder');
    }
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('a\n');
  });

  it('leaves no folder behind when it cannot write', async () => {
    const root = testdir();
    mkdirSync(join(root, 'x/kustomization.yaml'), { recursive: true });
    expect((await run('--output', join(root, 'x'))).exitCode).not.toBe(0);
    rmSync(join(root, 'x/kustomization.yaml'), { recursive: true });
    expect(snapshot(root)).toEqual({});
  });

  it('reads the configuration; the command line wins', async () => {
    const root = testdir({
      'proxy.yaml':
        'metricsProxy:\n  scraper: a/b\n  namespace: own\n  components: [etcd]\n  limits: memory=1Gi\n',
    });
    const folder = join(root, 'out');
    const config = join(root, 'proxy.yaml');
    expect((await run('--output', folder, '--config', config, '--namespace', 'other')).exitCode).toBe(0);
    const daemonSet = readFileSync(join(folder, 'daemonset-control-plane.yaml'), 'utf8');
    expect(daemonSet).toContain('namespace: other\n');
    expect(daemonSet).toContain('memory: "1Gi"');
    expect(readFileSync(join(folder, 'metrics-reader.yaml'), 'utf8')).toContain('namespace: a\n');
    expect(existsSync(join(folder, 'daemonset-all-nodes.yaml'))).toBe(false);
  });

  it.each([
    ['metricsProxy:\n  scrapper: a/b\n', 'there is no key "metricsProxy.scrapper"'],
    ['metricsProxy: etcd\n', 'metricsProxy must be a mapping'],
    ['metricsProxy:\n  components: etcd\n', 'metricsProxy.components must be a list of texts'],
    ['metricsProxy:\n  scraper: a\n', '--scraper is namespace/serviceaccount'],
  ])('tells what is wrong with the configuration %j', async (text, reason) => {
    const root = testdir({ 'proxy.yaml': text });
    const { exitCode, stderr } = await run(
      '--output',
      join(root, 'out'),
      '--config',
      join(root, 'proxy.yaml'),
    );
    expect(exitCode).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(reason);
  });
});
