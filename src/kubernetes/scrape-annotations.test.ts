import { describe, expect, test } from 'vitest';
import { scrapeAnnotations } from './scrape-annotations.ts';
import { mapAt, parseYaml } from './yaml-file.ts';

function annotated(text: string): string {
  const file = parseYaml({ path: 'a.yaml', text, mode: 0o644 });
  const annotations = mapAt(file.documents[0]?.contents, ['annotations']);
  return [...scrapeAnnotations(file, annotations, new Set([8080]), 8443)]
    .sort((one, other) => other.start - one.start)
    .reduce((rest, splice) => rest.slice(0, splice.start) + splice.text + rest.slice(splice.end), text);
}

const annotations = (...lines: readonly string[]) =>
  `annotations:\n${lines.map((line) => `  prometheus.io/${line}\n`).join('')}x: 1\n`;

describe('scrapeAnnotations', () => {
  test('the port is the secure one, and https is said', () => {
    expect(annotated(annotations('port: "8080" # theirs', 'scrape: "true"'))).toBe(
      annotations('port: "8443" # theirs', 'scheme: https', 'scrape: "true"'),
    );
  });

  test('a scheme that is there changes, quoted as it is', () => {
    expect(annotated(annotations("scheme: 'http'", 'port: 8080'))).toBe(
      annotations("scheme: 'https'", 'port: 8443'),
    );
    expect(annotated(annotations('port: "8080"', 'scheme: https'))).toBe(
      annotations('port: "8443"', 'scheme: https'),
    );
  });

  test('CRLF stays', () => {
    const text = annotations('port: "8080"').replaceAll('\n', '\r\n');
    expect(annotated(text)).toBe(annotations('port: "8443"', 'scheme: https').replaceAll('\n', '\r\n'));
  });

  test.each([
    annotations('port: "9999"', 'scheme: http'),
    annotations('scrape: "true"'),
    'annotations: {prometheus.io/port: "8080"}\n',
    'other: 1\n',
  ])('nothing for %j', (text) => {
    expect(annotated(text)).toBe(text);
  });
});
