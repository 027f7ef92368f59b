import { commandTable } from '../../src/commands/command-table.ts';
import schema from '../../src/commands/config.schema.json' with { type: 'json' };
import { exitCodes } from '../../src/commands/exit-codes.ts';
import { optionsOf, spellingOf } from '../../src/commands/help.ts';
import { type Page, page } from './page.ts';

/** The page of the command line, from the table that parses it. */
export function commandLinePage(introduction: string): Page {
  const commands = commandTable.flatMap(({ name, usage, help, about, examples }) => [
    `## ${name}`,
    '',
    '```',
    `diag-codemod ${usage}`,
    '```',
    '',
    `${help}${about === undefined ? '' : ` ${about}`}`,
    '',
    '| option | what |',
    '|---|---|',
    ...optionsOf(name).map((option) => `| \`${cell(spellingOf(option))}\` | ${cell(option.help)} |`),
    '',
    ...examples.flatMap(([line, meaning]) => [
      `${capital(meaning)}:`,
      '',
      '```sh',
      `diag-codemod ${line}`,
      '```',
      '',
    ]),
  ]);
  const codes = exitCodes.map(([code, meaning]) => `| ${code} | ${meaning} |`);
  const end = ['## Exit codes', '', '| code | meaning |', '|---|---|', ...codes, ''];
  return page('command-line.html', 'Use', [introduction.trimEnd(), '', ...commands, ...end].join('\n'));
}

/** The keys of `.diag-codemod.yaml`, from the schema that checks it. */
export function configurationPage(introduction: string): Page {
  const { metricsProxy, ...keys } = schema.properties;
  const lines = [introduction.trimEnd(), '', '## Keys', '', ...table(keys)];
  const proxy = [
    '',
    '## Keys of metricsProxy',
    '',
    metricsProxy.description,
    '',
    ...table(metricsProxy.properties),
    '',
  ];
  return page('configuration.html', 'Use', [...lines, ...proxy].join('\n'));
}

interface Key {
  readonly type: string;
  readonly description: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
}

function table(keys: Readonly<Record<string, Key>>): string[] {
  const rows = Object.entries(keys).map(([name, key]) => {
    const type = key.enum
      ? key.enum.map((word) => `\`${word}\``).join(', ')
      : key.type === 'array'
        ? 'list of texts'
        : key.type;
    return `| \`${name}\` | ${type} | ${key.default ?? ''} | ${cell(key.description)} |`;
  });
  return ['| key | value | default | what |', '|---|---|---|---|', ...rows];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/<(?=\w)/g, '&lt;');
}

function capital(text: string): string {
  return text.replace(/^\w/, (letter) => letter.toUpperCase());
}
