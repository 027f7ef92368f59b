/** An argument that gives a port to another endpoint than the metrics: `--webhook-port=8443`, `--health-addr=:8443`. */
export function argumentTaking(items: readonly string[], port: number): string | undefined {
  return items.find((item) => {
    const name = /^--?([\w.-]+)=/.exec(item)?.[1] ?? '';
    const isOurs = /metrics|diagnostics/.test(name);
    return !isOurs && (item.endsWith(`:${port}`) || (/port$/.test(name) && item.endsWith(`=${port}`)));
  });
}
