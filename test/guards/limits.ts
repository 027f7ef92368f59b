import type { Guard } from './guard.ts';

/** What is read of hostile text: how deep, how long, how often, and by which patterns. */
export const limits: readonly Guard[] = [
  yaml(
    'collections that begin within one line count',
    '!(text.match(LONG_LINES) ?? []).some((line) => occursOften(line, INDICATORS(), MAX_DEPTH / 2))',
    'true',
    'checkYamlLimits refuses compact sequences',
  ),
  yaml('so do those behind a tab', '/[-?:](?=\\s)/g', '/[-?:](?= )/g', 'compact sequences with tabs'),
  yaml(
    'a carriage return alone ends no line',
    '/^[^\\n]{99,}/gm',
    '/^.{99,}/gm',
    'keys with a line end of old',
  ),
  yaml('what is indented far is looked at', '!/^[ \\t]{50}/m.test(text) &&', '', 'nested sequences'),
  yaml(
    'brackets and aliases are looked at',
    '!occursOften(text, /[[{*]/g, MAX_DEPTH) &&',
    '',
    'an alias bomb',
  ),
  yaml('tokens are counted', 'tokens > MAX_TOKENS || ', '', 'a mass of comments'),
  yaml('aliases are counted', 'aliases > MAX_ALIASES || ', '', 'aliases as values'),
  yaml('levels are counted', 'flow + levels.length > MAX_DEPTH', 'flow > MAX_DEPTH', 'nested mappings'),
  yaml(
    'brackets are counted',
    'flow + levels.length > MAX_DEPTH',
    'levels.length > MAX_DEPTH',
    'nested flow sequences',
  ),
  yaml(
    'what is to the right of a column has ended',
    'while (levels.length > 0 && (levels.at(-1) ?? 0) > column) levels.pop();',
    '',
    'checkYamlLimits takes a long manifest',
  ),
  importas(
    'a pattern that could take for ever is not tried',
    'if (!isQuick(pkg)) return undefined;',
    '',
    'repeats a group',
  ),
  importas(
    'nor one that goes many ways',
    '?? []).length <= 3 &&',
    '?? []).length <= 30 &&',
    'goes many ways',
  ),
  importas(
    'nor more rules than anybody writes',
    'rules.slice(0, MAX_RULES)',
    'rules',
    'beyond the five hundredth',
  ),
  importas(
    'what is beyond the limits of YAML is not parsed',
    'checkYamlLimits(file);',
    '',
    'beyond the limits of YAML',
  ),
  importas(
    'a configuration without rules is not parsed',
    `if (!/importas["']?\\s*[:.]/.test(file.text)) return [];`,
    '',
    'parses nothing where the linter is on',
  ),
  importas(
    'nor what stands around them',
    'yamlRules(blockOf(file))',
    'yamlRules(file)',
    'parses the rules alone',
  ),
];

function yaml(guard: string, find: string, replace: string, name: string): Guard {
  const test = { file: 'src/kubernetes/yaml-file-limits.test.ts', name };
  return { guard: `limits of YAML: ${guard}`, file: 'src/yaml/limits.ts', find, replace, test };
}

function importas(guard: string, find: string, replace: string, name: string): Guard {
  const test = { file: 'src/golang/edits/importas.test.ts', name };
  return { guard: `limits of importas: ${guard}`, file: 'src/golang/edits/importas.ts', find, replace, test };
}
