import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
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

/** A script that V8 gets from its cache has no way to import. */
const noImports = {
  name: 'no-imports',
  transform: (code, id) =>
    id.endsWith('/web-tree-sitter.js')
      ? code.replace(/await import\("(module|fs\/promises)"\)/g, 'process.getBuiltinModule("$1")')
      : undefined,
};

/** Built-in modules that few runs need, and that cost each run milliseconds. They are loaded where they are used. */
const LATE = ['node:child_process', 'node:crypto', 'node:fs/promises', 'node:readline', 'node:tty'];

const lateBuiltins = {
  name: 'late-builtins',
  renderChunk: (code) =>
    LATE.reduce((text, module) => {
      const name = module.replace(/\W/g, '_');
      return text
        .replace(`let ${name} = require("${module}");\n`, '')
        .replaceAll(`${name}.`, `require("${module}").`);
    }, code),
};

/** As an ES module it would have each built-in module made into another one first, which takes longer than all else in it. */
const requiredBuiltins = {
  name: 'required-builtins',
  renderChunk: (code, { name }) =>
    name === 'cli'
      ? code.replace(
          /^import \{ ([^}]+) \} from "(node:[\w/]+)";$/gm,
          (_, names, module) =>
            `const { ${names.replaceAll(' as ', ': ')} } = process.getBuiltinModule("${module}");`,
        )
      : undefined,
};

/** One byte a character: V8 reads it in half the time. Then the build, which tells one source from another of the same length. */
const asciiWithBuild = {
  name: 'ascii-with-build',
  renderChunk: (code) => {
    const ascii = code.replace(
      /[^\0-\x7f]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    return `// build ${createHash('sha256').update(ascii).digest('hex').slice(0, 16)}\n${ascii}`;
  },
};

/**
 * What is made from the bundle: the manual page, from the table of the command line, and the library, which is the bundle's
 * with names that can be imported.
 */
const derivedFiles = {
  name: 'derived-files',
  writeBundle() {
    const { manualPage, library } = require('./dist/main.cjs');
    writeFileSync('dist/diag-codemod.1', manualPage());
    const names = Object.keys(library).join(', ');
    writeFileSync(
      'dist/index.js',
      `import bundle from './main.cjs';\n\nexport const { ${names} } = bundle.library;\n`,
    );
  },
};

/** Runs the program once, so that no later run of this Node compiles it. What it answers is for tests to judge. */
const compileAhead = {
  name: 'compile-ahead',
  writeBundle() {
    spawnSync(process.execPath, ['dist/cli.js', 'check', 'fixtures/sidecar-rendered-copies/before'], {
      stdio: 'ignore',
    });
  },
};

export default defineConfig([
  // The program in one file, for the command line and for the library: only a script can be compiled ahead (src/code-cache.ts).
  {
    input: { main: 'src/bundle.ts' },
    platform: 'node',
    plugins: [copyFiles, quietYaml, noImports, lateBuiltins, asciiWithBuild, derivedFiles],
    output: { dir: 'dist', entryFileNames: 'main.cjs', format: 'cjs', codeSplitting: false, cleanDir: true },
    checks: { eval: false },
  },
  {
    input: { cli: 'src/start.ts', live: 'src/proofs/live/inside.ts' },
    platform: 'node',
    plugins: [requiredBuiltins],
    output: { dir: 'dist', format: 'esm', chunkFileNames: '[name].js' },
  },
  // The types of the library in one file, which refers to no other package.
  {
    input: { index: 'src/index.ts' },
    platform: 'node',
    external: /^[^./]/,
    plugins: [dts({ emitDtsOnly: true }), compileAhead],
    output: { dir: 'dist', format: 'esm' },
    checks: { pluginTimings: false },
  },
]);
