/** A command that a document shows, and what it shows of its output. */
export interface DocumentedCommand {
  readonly command: string;
  /** Lines below the command; `…` stands for any number of lines. Undefined where none are shown. */
  readonly output: readonly string[] | undefined;
}

/** The commands in the fenced blocks of a document (sh, console, steps of a workflow), in their order. */
export function documentedCommands(markdown: string): readonly DocumentedCommand[] {
  return [...markdown.replaceAll(' \\\n ', '').matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(
    ([, language, text = '']) => {
      const lines = text.split('\n').slice(0, -1);
      if (language === 'console') return sessionOf(lines);
      if (language === 'yaml') return lines.flatMap((line) => plain(/^\s*-? *run: (.+)$/.exec(line)?.[1]));
      return language === 'sh' ? lines.flatMap(plain) : [];
    },
  );
}

/** Command lines of ours that stand in the text, with a value for every placeholder. A single word is but a name. */
export function mentionedCommands(markdown: string): readonly string[] {
  const spans = [
    ...markdown.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`(?:npx )?diag-codemod ([^`\n]+ [^`\n]+)`/g),
  ];
  const values: Readonly<Record<string, string>> = {
    '<command>': 'check',
    '<shell>': 'bash',
    'bash|zsh|fish': 'bash',
  };
  return spans.map(([, line = '']) =>
    line.replaceAll(/<command>|<shell>|bash\|zsh\|fish|<[\w -]+>|…/g, (word) => values[word] ?? 'word'),
  );
}

/** Whether the output is what a document shows of it. */
export function isShown(actual: string, shown: readonly string[]): boolean {
  const literal = (line: string) => line.trimEnd().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const parts = shown.map((line) => (line === '…' ? '(?:.*\\n)*?' : `${literal(line)}\\n`));
  return new RegExp(`^${parts.join('')}$`).test(actual.replaceAll(/[ \t]+$/gm, ''));
}

function plain(line: string | undefined): DocumentedCommand[] {
  const command = (line ?? '').replace(/(?:^|\s+)# .*$/, '').trim();
  return command === '' ? [] : [{ command, output: undefined }];
}

function sessionOf(lines: readonly string[]): DocumentedCommand[] {
  const commands: { command: string; output: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('$ ')) commands.push({ command: line.slice(2), output: [] });
    else commands.at(-1)?.output.push(line);
  }
  return commands;
}
