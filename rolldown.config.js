import { copyFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const require = createRequire(import.meta.url);

/**
 * What the bundle reads from its own folder: the grammar and its engine (WebAssembly), the pages that `explain`
 * prints, Go programs that proofs compile on first use, and the schema of the configuration file.
 */
const copyFiles = {
  name: 'copy-files',
  writeBundle() {
    mkdirSync('dist/explain', { recursive: true });
    copyFileSync(require.resolve('tree-sitter-go/tree-sitter-go.wasm'), 'dist/tree-sitter-go.wasm');
    copyFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm'), 'dist/web-tree-sitter.wasm');
    copyFileSync('src/commands/config.schema.json', 'dist/config.schema.json');
    for (const program of ['type-check/program', 'live/sandbox']) {
      cpSync(`src/proofs/${program}`, `dist/${program}`, { recursive: true });
    }
    cpSync('src/explain', 'dist/explain/shared', { recursive: true });
    for (const kind of ['steps', 'rules']) {
      for (const folder of readdirSync(`src/${kind}`, { withFileTypes: true }))
        if (folder.isDirectory())
          copyFileSync(`src/${kind}/${folder.name}/readme.md`, `dist/explain/${folder.name}.md`);
    }
    for (const folder of [
      'src/refusals',
      'src/bump/pages',
      'src/metrics-proxy/pages',
      'src/pull-request/pages',
    ])
      for (const page of readdirSync(folder)) copyFileSync(`${folder}/${page}`, `dist/explain/${page}`);
  },
};

/** The YAML library prints every token where the environment says LOG_TOKENS or LOG_STREAM: in the middle of a report. */
const quietYaml = {
  name: 'quiet-yaml',
  transform: (code, id) =>
    /[\\/]yaml[\\/]dist[\\/]/.test(id) ? code.replace(/\bnode_process\.env\.LOG_\w+/g, 'false') : undefined,
};

/** The manual page comes from the table of the command line: only the bundle, once it is there, can print it. */
const manualPage = {
  name: 'manual-page',
  async writeBundle() {
    const { manualPage } = await import(new URL('dist/manual-page.js', import.meta.url));
    writeFileSync('dist/diag-codemod.1', manualPage());
  },
};

export default defineConfig([
  {
    input: {
      cli: 'src/cli.ts',
      index: 'src/index.ts',
      live: 'src/proofs/live/inside.ts',
      'manual-page': 'src/commands/manual-page.ts',
    },
    platform: 'node',
    plugins: [copyFiles, quietYaml, manualPage],
    output: { dir: 'dist', format: 'esm', cleanDir: true, chunkFileNames: '[name].js' },
  },
  // The types of the library in one file, which refers to no other package.
  {
    input: { index: 'src/index.ts' },
    platform: 'node',
    external: /^[^./]/,
    plugins: [dts({ emitDtsOnly: true })],
    output: { dir: 'dist', format: 'esm' },
    checks: { pluginTimings: false },
  },
]);
