// node test/real/recall.mjs EXPECTATIONS CHECKOUT…
//
// What `check` finds of what is known to be wrong in checkouts. EXPECTATIONS is a JSON file outside of this project: folder name →
// list of "rule" or "rule path" that must be found. A line for each checkout: expected, found, missed, and what is found beyond the list, which
// somebody has to read. Exit code 1 where something is missed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const [file, ...checkouts] = process.argv.slice(2);
if (file === undefined || checkouts.length === 0) {
  console.error('usage: node test/real/recall.mjs EXPECTATIONS CHECKOUT…');
  process.exit(2);
}
const expectations = JSON.parse(readFileSync(file, 'utf8'));
const total = { expected: 0, found: 0, beyond: 0 };
console.log('| checkout | expected | found | missed | beyond the list: errors, warnings, notes |');
console.log('|---|---|---|---|---|');
for (const checkout of checkouts) row(checkout);
console.log(
  `| all | ${total.expected} | ${total.found} | ${total.expected - total.found} | ${total.beyond} |`,
);
process.exit(total.found < total.expected ? 1 : 0);

function row(checkout) {
  const name = basename(checkout);
  const { findings } = JSON.parse(
    spawnSync(process.execPath, [cli, 'check', checkout, '--format', 'json'], { maxBuffer: 2 ** 28 }).stdout,
  );
  const expected = expectations[name] ?? [];
  const fits = (entry, { rule, path }) => {
    const [id, where] = entry.split(' ');
    return id === rule && (where === undefined || where === path);
  };
  const missed = expected.filter((entry) => !findings.some((finding) => fits(entry, finding)));
  const beyond = findings.filter((finding) => !expected.some((entry) => fits(entry, finding)));
  const levels = ['error', 'warning', 'note'].map((level) => {
    const ids = beyond.filter((finding) => finding.level === level).map(({ rule }) => rule);
    return [...new Set(ids)].join(', ') || '–';
  });
  total.expected += expected.length;
  total.found += expected.length - missed.length;
  total.beyond += beyond.length;
  const cells = [
    name,
    expected.length,
    expected.length - missed.length,
    missed.join(', ') || '–',
    levels.join('; '),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
