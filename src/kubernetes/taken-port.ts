/**
 * An argument that gives a port to another endpoint than the metrics: `--webhook-port=8443`, `--health-addr=:8443`, or the same in
 * two items.
 *
 * @param own names of the flags that give the metrics their address, whatever they are called.
 */
export function argumentTaking(
  items: readonly string[],
  port: number,
  own: ReadonlySet<string> = new Set(),
): string | undefined {
  return items.find((item, index) => {
    const before = items[index - 1] ?? '';
    const isValue = !item.startsWith('-') && before.startsWith('-') && !before.includes('=');
    const name = /^--?([\w.-]+)/.exec(isValue ? before : item)?.[1] ?? '';
    const isOurs = /metrics|diagnostics/.test(name) || own.has(name);
    const isPort =
      /port$/.test(name) && item === (isValue ? String(port) : item.replace(/[^=]*$/, String(port)));
    return !isOurs && (item.endsWith(`:${port}`) || (isPort && (isValue || item.includes('='))));
  });
}
