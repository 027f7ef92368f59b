/** The metrics address of a configuration that a manager reads from a file. UTF-16 range of the value, quotes included. */
export interface ConfigurationAddress {
  readonly start: number;
  readonly end: number;
  /** Without quotes. */
  readonly value: string;
}

interface Line {
  readonly text: string;
  readonly start: number;
  /** Number of blanks; undefined for empty lines and comments. */
  readonly indent: number | undefined;
}

/**
 * `metrics.bindAddress` of the configurations in a text: documents of their own (`kind: ControllerManagerConfig`, `kind: Configuration`),
 * and those in a block of text, as ConfigMaps and the values of charts hold them. Read line by line, so that all of them look the same.
 */
export function configurationAddresses(text: string): ConfigurationAddress[] {
  const lines = linesOf(text);
  return lines.flatMap((line, index) => {
    if (!/^ *metrics:\s*(?:#.*)?$/.test(line.text) || !isOfConfiguration(lines, index)) return [];
    return addressBelow(lines, index);
  });
}

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split('\n').map((raw) => {
    const line = raw.replace(/\r$/, '');
    const isEmpty = /^\s*(?:#.*)?$/.test(line);
    const own = { text: line, start, indent: isEmpty ? undefined : line.search(/\S/) };
    start += raw.length + 1;
    return own;
  });
}

/** The lines around `index` that belong to the same mapping say which kind it is. */
function isOfConfiguration(lines: readonly Line[], index: number): boolean {
  const { indent } = lines[index] as Line;
  const siblings = [
    ...below(lines.slice(0, index).reverse(), indent),
    ...below(lines.slice(index + 1), indent),
  ];
  const has = (pattern: RegExp) => siblings.some((line) => line.indent === indent && pattern.test(line.text));
  return (
    has(/^ *apiVersion: *["']?[\w.-]+\/\w+["']?\s*$/) && has(/^ *kind: *["']?\w*Config(?:uration)?["']?\s*$/)
  );
}

/** Up to the first line that stands further left, or the end of the document. */
function below(lines: readonly Line[], indent = 0): Line[] {
  const end = lines.findIndex(
    (line) => (line.indent !== undefined && line.indent < indent) || /^(?:---|\.\.\.)/.test(line.text),
  );
  return end === -1 ? [...lines] : lines.slice(0, end);
}

function addressBelow(lines: readonly Line[], index: number): ConfigurationAddress[] {
  const { indent = 0 } = lines[index] as Line;
  const inner = below(lines.slice(index + 1), indent + 1);
  const first = inner.find((line) => line.indent !== undefined)?.indent;
  return inner.flatMap((line) => {
    const found = /^( *bindAddress: *)(["']?)([^\s"'#{}]+)\2\s*(?:#.*)?$/.exec(line.text);
    if (!found || line.indent !== first) return [];
    const [, head = '', quote = '', value = ''] = found;
    const start = line.start + head.length;
    return [{ start, end: start + value.length + 2 * quote.length, value }];
  });
}
