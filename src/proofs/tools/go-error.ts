/** The first error that go prints, with its place relative to the repository where it has one. */
export function firstGoError(
  output: string,
  moduleDirectory: string,
): { readonly reason: string; readonly file?: string; readonly line?: number } {
  const [, path, line, message] =
    /^(?:vet: )?(?:\.\/)?([^\s:]+\.go):(\d+)(?::\d+)?: (.*)$/m.exec(output) ?? [];
  if (path === undefined || message === undefined) {
    const lines = output
      .split('\n')
      .filter((text) => text.trim() !== '' && !/^(#|go: downloading)/.test(text));
    return { reason: lines.slice(-3).join(' ').slice(-500) || 'it failed without a word' };
  }
  return {
    reason: message,
    file: moduleDirectory === '.' ? path : `${moduleDirectory}/${path}`,
    line: Number(line),
  };
}
