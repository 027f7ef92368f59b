import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig } from 'rolldown';

const require = createRequire(import.meta.url);

/** The grammar and its engine are WebAssembly files; the bundle reads them from its own folder. */
const copyWebAssembly = {
  name: 'copy-webassembly',
  writeBundle() {
    mkdirSync('dist', { recursive: true });
    copyFileSync(require.resolve('tree-sitter-go/tree-sitter-go.wasm'), 'dist/tree-sitter-go.wasm');
    copyFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm'), 'dist/web-tree-sitter.wasm');
  },
};

export default defineConfig({
  input: { cli: 'src/cli.ts', index: 'src/index.ts' },
  platform: 'node',
  plugins: [copyWebAssembly],
  output: { dir: 'dist', format: 'esm', cleanDir: true, chunkFileNames: '[name].js' },
});
