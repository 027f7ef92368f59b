/** A place in a file of the repository. @param column in UTF-16 units, from 1. */
export function sarifLocation(path: string, line: number, column: number) {
  return {
    physicalLocation: {
      artifactLocation: artifactLocation(path),
      region: { startLine: line, startColumn: column },
    },
  };
}

/** Relative to the repository, with everything escaped that is no plain part of a URI: a name may hold a colon. */
export function artifactLocation(path: string) {
  return { uri: path.split('/').map(encodePart).join('/'), uriBaseId: '%SRCROOT%' };
}

/** Half of a surrogate pair has no encoding: it becomes U+FFFD, as everywhere in UTF-8. */
function encodePart(part: string): string {
  return encodeURIComponent(Buffer.from(part).toString());
}
