import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of a Go program that ships with this tool: among the sources in development, beside the bundle in the package. */
export function programSource(path: string): string {
  const inSources = import.meta.url.endsWith('/src/proofs/tools/program-source.ts');
  return fileURLToPath(new URL(inSources ? `../${path}/` : `./${path}/`, import.meta.url));
}

/** What the source of a program is, in twelve digits. */
export function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}
