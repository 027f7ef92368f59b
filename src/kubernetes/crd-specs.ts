/** By the first column, where generated CRDs have their keys. */
const CRD = /^["']?kind["']?:[ \t]*["']?CustomResourceDefinition\b/m;

/**
 * The same text, of the same length, with a comment for what every CustomResourceDefinition says below `spec`.
 *
 * Rendered manifests hold megabytes of CRDs beside one Deployment: parsing them takes 50 times longer.
 */
export function withoutCrdSpecs(text: string): string {
  if (!text.includes('CustomResourceDefinition')) return text;
  const markers = [...text.matchAll(/^---/gm)].map((marker) => marker.index);
  const starts = [0, ...markers];
  return starts
    .map((start, index) => withoutCrdSpec(text.slice(start, starts[index + 1] ?? text.length)))
    .join('');
}

function withoutCrdSpec(document: string): string {
  const spec = CRD.test(document) ? /^spec:[ \t]*\r?\n/m.exec(document) : null;
  if (!spec) return document;
  const start = spec.index + spec[0].length;
  const next = /^[^ \t\r\n#-]/m.exec(document.slice(start));
  const end = next ? start + next.index : document.length;
  const body = document.slice(start, end);
  return document.slice(0, start) + commentOfLength(body) + document.slice(end);
}

/** One line; the next key starts a line of its own. */
function commentOfLength(body: string): string {
  return body.endsWith('\n') ? `${'#'.repeat(body.length - 1)}\n` : '#'.repeat(body.length);
}
