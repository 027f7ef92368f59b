/** By the first column, where generated manifests have their keys. */
const UNREAD = {
  // CRDs are never edited (design §6.14).
  spec: /^["']?kind["']?:[ \t]*["']?CustomResourceDefinition\b/m,
  webhooks: /^["']?kind["']?:[ \t]*["']?(?:Mutating|Validating)WebhookConfiguration\b/m,
};

/**
 * The same text, of the same length, with a comment for what every CustomResourceDefinition says below `spec`, and every
 * configuration of webhooks below `webhooks`: they are long, and never matter here.
 *
 * Rendered manifests hold megabytes of CRDs beside one Deployment: parsing them takes 50 times longer.
 */
export function withoutUnread(text: string): string {
  if (!/CustomResourceDefinition|WebhookConfiguration/.test(text)) return text;
  const markers = [...text.matchAll(/^---/gm)].map((marker) => marker.index);
  const starts = [0, ...markers];
  return starts
    .map((start, index) => withoutUnreadPart(text.slice(start, starts[index + 1] ?? text.length)))
    .join('');
}

function withoutUnreadPart(document: string): string {
  if (UNREAD.spec.test(document)) return withoutValue(document, /^spec:[ \t]*\r?\n/m);
  return UNREAD.webhooks.test(document) ? withoutValue(document, /^webhooks:[ \t]*\r?\n/m) : document;
}

function withoutValue(document: string, key: RegExp): string {
  const found = key.exec(document);
  if (!found) return document;
  const start = found.index + found[0].length;
  const next = /^[^ \t\r\n#-]/m.exec(document.slice(start));
  const end = next ? start + next.index : document.length;
  const body = document.slice(start, end);
  return document.slice(0, start) + commentOfLength(body) + document.slice(end);
}

/** One line; the next key starts a line of its own. */
function commentOfLength(body: string): string {
  return body.endsWith('\n') ? `${'#'.repeat(body.length - 1)}\n` : '#'.repeat(body.length);
}
