// npm run bench [-- --pairs N]: how fast this is, as ratios to the start of bare Node and to other programs. Nothing fails here: a
// machine that is busy is slow, and only the ratios say something. That work is done once is tested (src/migration/work.test.ts).
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bareNode, compare, ours, peakMemory } from './measure.mjs';
import { peersOn } from './peers.mjs';
import { GO_FILES, writeTree, YAML_FILES } from './tree.mjs';

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '7' } } });
const pairs = Number(values.pairs);
const folder = mkdtempSync(join(tmpdir(), 'diag-codemod-bench-'));
const fixture = (name) => fileURLToPath(new URL(`../../fixtures/${name}/before`, import.meta.url));

try {
  startUp();
  const large = tree('large', {});
  growth();
  peers(large);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function startUp() {
  const migrated = join(folder, 'migrated');
  cpSync(fixture('already-migrated'), migrated, { recursive: true });
  table('start and small repositories', 'bare Node', [
    ['bare Node', bareNode],
    ['--version', ours('--version')],
    ['check, small repository', ours('check', fixture('pflag-init-flags'))],
    ['check, small, migrated already', ours('check', migrated)],
    ['check, no Go at all', ours('check', join(fixture('pflag-init-flags'), 'config'))],
  ]);
}

function growth() {
  const sizes = [
    ['×1', { plain: GO_FILES / 50, yaml: YAML_FILES / 50 }],
    ['×10', { plain: GO_FILES / 5, yaml: YAML_FILES / 5 }],
    ['×50', {}],
  ];
  const grown = sizes.map(([name, size]) => [`other files ${name}`, tree(`other${name}`, size)]);
  const linked = [
    ['×1', 16],
    ['×10', 160],
    ['×50', 800],
  ].map(([name, files]) => [
    `linked files ${name}`,
    tree(`linked${name}`, { plain: GO_FILES - files, linked: files }),
  ]);
  const rows = [...grown, ...linked].map(([name, root]) => [name, ours('check', root)]);
  table(`growth (×50 is ${GO_FILES} Go files)`, 'bare Node', [['bare Node', bareNode], ...rows]);
}

function peers(large) {
  const found = peersOn(large);
  for (const { name, command, missing } of found)
    if (!command) console.log(`\n${name}: not measured, ${missing}`);
  const rows = found.flatMap(({ name, command }) => (command ? [[name, command]] : []));
  const title = `peers, one call rewritten in ${GO_FILES} Go files`;
  table(title, 'diag-codemod', [['diag-codemod, everything', ours('--dry-run', large)], ...rows]);
}

function tree(name, size) {
  const root = join(folder, name);
  writeTree(root, size);
  return root;
}

function table(title, base, rows) {
  const results = compare(
    rows.map(([, command]) => command),
    pairs,
  );
  console.log(`\n${title}: median of ${pairs}, ratio to ${base}`);
  for (const [index, [name, command]] of rows.entries()) {
    const { milliseconds, ratio } = results[index];
    const isOurs = command[1]?.endsWith('cli.js');
    const peak = isOurs ? `${peakMemory(...command.slice(2)).toFixed(0)} MiB` : '';
    console.log(
      `  ${name.padEnd(34)}${milliseconds.toFixed(0).padStart(6)} ms ${ratio.toFixed(1).padStart(6)} × ${peak.padStart(8)}`,
    );
  }
}
