// The versions of Node that users have, from npm: its package for a platform holds the program and needs no script.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cache = join(process.env.DIAG_CODEMOD_CACHE ?? join(homedir(), '.cache', 'diag-codemod'), 'node');

/** The folder that holds the program `node` of that major version; undefined where it cannot be had. */
export function nodeFolder(major) {
  const known = knownNodeFolder(major);
  if (known === undefined) unpack(major, folderOf(major));
  return known ?? knownNodeFolder(major);
}

/** The same, of what has been fetched before: asks nobody. */
export function knownNodeFolder(major) {
  const bin = join(folderOf(major), 'package', 'bin');
  return existsSync(join(bin, 'node')) ? bin : undefined;
}

function folderOf(major) {
  return join(cache, `${process.platform}-${process.arch}-${major}`);
}

function unpack(major, folder) {
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, 'new-'));
  try {
    const name = `node-${process.platform}-${process.arch}@${major}`;
    spawnSync('npm', ['pack', name, '--silent', '--ignore-scripts', '--pack-destination', scratch], {
      stdio: 'ignore',
    });
    const [tarball] = readdirSync(scratch);
    if (tarball === undefined) return;
    const unpacked = spawnSync('tar', ['-xzf', tarball], { cwd: scratch });
    if (unpacked.status === 0 && !existsSync(folder)) renameSync(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
