// Runs a TypeScript program of test/ with plain Node: Node 20 reads no TypeScript, and rolldown is here anyway.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Bundles `file` (relative to the repository), imports it, and gives what it exports. */
export async function importTypeScript(file) {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bundle-'));
  try {
    // Sources find their neighbours by import.meta.url, which must stay theirs.
    const transform = (code, id) =>
      id.startsWith(root) && code.includes('import.meta.url')
        ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
        : undefined;
    const bundle = await rolldown({
      input: join(root, file),
      platform: 'node',
      external: [/^[^./]/],
      plugins: [{ name: 'own-url', transform }],
    });
    const out = join(folder, 'bundle.mjs');
    await bundle.write({ file: out, format: 'esm', codeSplitting: false });
    await bundle.close();
    return await import(pathToFileURL(out).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
