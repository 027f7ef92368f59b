import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Action, projectRoot, readYaml, type Step } from './bots/steps.ts';

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly environment?: string;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = '.github/workflows';
const names = readdirSync(join(projectRoot, folder));
const workflows = names.map((name) => [name, readYaml<Workflow>(`${folder}/${name}`)] as const);
const jobs = workflows.flatMap(([name, { jobs }]) =>
  Object.entries(jobs).map(([id, job]) => [`${name}: ${id}`, job] as const),
);
const action = readYaml<Action>('action.yml');
const text = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

describe.each(workflows)('the workflow %s', (name, workflow) => {
  it('may do nothing but what a job says', () => {
    expect(workflow.permissions).toEqual({});
  });

  it('does not run where a stranger’s code meets secrets', () => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    expect(Object.keys(workflow.on)).not.toContain('workflow_run');
  });

  it('runs actions of GitHub alone, by their commit, with the version beside it', () => {
    const used = [...text(`${folder}/${name}`).matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(
      ([, use = '']) => use,
    );
    const pinned =
      /^(?:actions\/(?:checkout|upload-artifact|download-artifact)|github\/codeql-action\/upload-sarif)@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(used.filter((use) => use !== './tool' && !pinned.test(use))).toEqual([]);
    if (name.startsWith('reusable-')) expect(used).toContain('./tool');
  });
});

describe.each(jobs)('the job of %s', (_, job) => {
  it('says what it may do, and ends', () => {
    expect(job.permissions).toBeDefined();
    expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  it('has no expression in a script: inputs come through variables', () => {
    const scripts = (job.steps ?? []).flatMap(({ run }) => run ?? []);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });

  it('leaves no token in a checkout', () => {
    const checkouts = (job.steps ?? []).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  it('gives our action inputs that it has', () => {
    const own = (job.steps ?? []).filter(({ uses }) => uses === './tool');
    const given = own.flatMap((step) => Object.keys(step.with ?? {}));
    expect(given.filter((input) => !(input in action.inputs))).toEqual([]);
  });
});

describe('rights', () => {
  const mayWrite = jobs.flatMap(([name, { permissions = {} }]) =>
    Object.entries(permissions)
      .filter(([, level]) => level === 'write')
      .map(([right]) => `${name} ${right}`),
  );

  it('to write are those that the work needs', () => {
    expect(mayWrite.sort()).toEqual([
      'release.yml: publish contents',
      'release.yml: publish id-token',
      'reusable-check.yml: check security-events',
      'reusable-migrate.yml: migrate contents',
      'reusable-migrate.yml: migrate pull-requests',
    ]);
  });

  it('to publish are behind an environment, in a job that runs no code of the project', () => {
    const [, publish] = jobs.find(([name]) => name === 'release.yml: publish') ?? [];
    expect(publish?.environment).toBe('release');
    const scripts = (publish?.steps ?? []).flatMap(({ run }) => run ?? []).join('\n');
    expect(scripts).not.toMatch(/npm (?:ci|install|run|test)|\.\/node_modules|dist\//);
    expect(scripts).toMatch(/npm@\d+\.\d+\.\d+ publish .* --provenance .*--ignore-scripts/);
  });

  it('come from no stored secret but an app’s token that a caller may give', () => {
    const secrets = names.flatMap((name) =>
      [...text(`${folder}/${name}`).matchAll(/secrets\.(\w+)/g)].map(([, secret]) => `${name} ${secret}`),
    );
    expect(secrets).toEqual(['reusable-migrate.yml token']);
  });
});

describe('action.yml', () => {
  const KEYS = ['name', 'description', 'branding', 'inputs', 'outputs', 'runs'];
  const steps = action.runs.steps;

  it('has the keys that GitHub knows', () => {
    expect(Object.keys(action)).toEqual(KEYS);
    expect(action.runs.using).toBe('composite');
    const known = [
      'name',
      'id',
      'shell',
      'env',
      'run',
      'uses',
      'with',
      'if',
      'working-directory',
      'continue-on-error',
    ];
    expect(steps.flatMap((step) => Object.keys(step)).filter((key) => !known.includes(key))).toEqual([]);
    for (const input of Object.values(action.inputs)) {
      expect(input.description).not.toBe('');
      expect(typeof input.default).toBe('string');
    }
  });

  it('runs bash alone: no other action, no expression in a script', () => {
    expect(steps.map(({ shell, uses }) => [shell, uses])).toEqual(steps.map(() => ['bash', undefined]));
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  it('reads all of its inputs, and gives outputs of steps that are there', () => {
    const used = steps.flatMap(({ env }) => Object.values(env ?? {}).map(String));
    for (const name of Object.keys(action.inputs)) expect(used).toContain(`\${{ inputs.${name} }}`);
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.run.outputs.${name} }}`);
    }
    expect(steps.map(({ id }) => id)).toEqual(['find', 'run']);
  });
});

describe('the version', () => {
  const { version } = JSON.parse(text('package.json'));

  it('stands in package.json, and the changelog has a part for it', () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
    expect(text('CHANGELOG.md')).toMatch(
      new RegExp(`^## (?:\\[${version}\\] - \\d{4}-\\d\\d-\\d\\d|${version})$`, 'm'),
    );
    expect(JSON.parse(text('package-lock.json')).version).toBe(version);
  });

  it('stands nowhere else', () => {
    const pages = ['README.md', 'action.yml', 'CONTRIBUTING.md', ...names.map((name) => `${folder}/${name}`)];
    expect(pages.filter((page) => text(page).includes(`diag-codemod@${version}`))).toEqual([]);
    const sources = readdirSync(join(projectRoot, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test(?:ing)?\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    expect(
      sources.filter((path) => new RegExp(`['"]${version}['"]`).test(readFileSync(path, 'utf8'))),
    ).toEqual([]);
  });
});

describe('an issue form', () => {
  interface Form {
    readonly name: string;
    readonly description: string;
    readonly body: readonly {
      readonly type: string;
      readonly id?: string;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }
  const forms = readdirSync(join(projectRoot, '.github/ISSUE_TEMPLATE')).filter(
    (name) => name !== 'config.yml',
  );

  it.each(forms)('%s is one that GitHub takes', (name) => {
    const form = readYaml<Form>(`.github/ISSUE_TEMPLATE/${name}`);
    expect(
      Object.keys(form).filter((key) => !['name', 'description', 'labels', 'title', 'body'].includes(key)),
    ).toEqual([]);
    expect([form.name, form.description]).not.toContain('');
    expect(form.body.some(({ type }) => type !== 'markdown')).toBe(true);
    const ids = form.body.flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type, id, attributes } of form.body) {
      expect(['markdown', 'input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
      expect(typeof attributes[type === 'markdown' ? 'value' : 'label']).toBe('string');
      if (type !== 'markdown') expect(id).toMatch(/^[\w-]+$/);
    }
  });
});

describe('the licence', () => {
  it('is all of Apache-2.0', () => {
    expect(text('LICENSE')).toContain('APPENDIX: How to apply the Apache License to your work.');
    expect(text('LICENSE')).toContain('END OF TERMS AND CONDITIONS');
    expect(JSON.parse(text('package.json')).license).toBe('Apache-2.0');
  });
});
