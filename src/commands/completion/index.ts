import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { completionWords } from './words.ts';
import { zshCompletion } from './zsh.ts';

/** `diag-codemod completion <shell>`: a script that the shell reads, made from the table of the command line. */
export function completion(shell: string): string {
  const words = completionWords();
  if (shell === 'bash') return bashCompletion(words);
  return shell === 'zsh' ? zshCompletion(words) : fishCompletion(words);
}
