/**
 * The names that a Go text declares at top level, methods included, read without parsing it. It may name a few too many (a text in
 * a raw string looks like code): whoever asks looks at the parsed file then. It never misses one in code that gofmt has seen.
 */
export function declaredNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const match of text.matchAll(/^func[ \t]+(?:\([^)]*\)[ \t]*)?([\p{L}_][\p{L}\p{N}_]*)/gmu))
    names.add(match[1] ?? '');
  for (const match of text.matchAll(/^(?:var|const|type)[ \t]+([\p{L}_][\p{L}\p{N}_, \t]*)/gmu))
    addAll(names, match[1]);
  for (const match of text.matchAll(/^(?:var|const|type)[ \t]*\(([\s\S]*?)^\)/gm))
    addLines(names, match[1] ?? '');
  return names;
}

function addLines(names: Set<string>, group: string): void {
  for (const match of group.matchAll(
    /^[ \t]+([\p{L}_][\p{L}\p{N}_]*(?:[ \t]*,[ \t]*[\p{L}_][\p{L}\p{N}_]*)*)/gmu,
  ))
    addAll(names, match[1]);
}

function addAll(names: Set<string>, list: string | undefined): void {
  for (const name of (list ?? '').split(',')) names.add(name.trim().split(/[ \t]/)[0] ?? '');
}
