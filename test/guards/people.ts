import type { Guard } from './guard.ts';

/** Of what people use: the choice of steps, completion, the documentation. */
export const people: readonly Guard[] = [
  {
    guard: 'interactive: what needs a step goes with it',
    file: 'src/commands/choose-steps.ts',
    find: ': other.needs.includes(id);',
    replace: ': other.id === id;',
    test: { file: 'src/commands/choose-steps.test.ts', name: 'takes away with a step what needs it' },
  },
  {
    guard: 'interactive: no number of a step is no answer',
    file: 'src/commands/choose-steps.ts',
    find: 'const isWrong = numbers.some((number) => !choices[number - 1]);',
    replace: 'const isWrong = false;',
    test: { file: 'src/commands/choose-steps.test.ts', name: 'asks again at' },
  },
  {
    guard: 'completion: bash splits an option from its value',
    file: 'src/commands/completion/bash.ts',
    find: 'if [[ $word == = ]]; then word=',
    replace: 'if false; then word=',
    test: {
      file: 'src/commands/completion/completion.test.ts',
      name: 'offers the words that a value may be',
    },
  },
  {
    guard: 'documentation: a link to an anchor needs the anchor',
    file: 'test/site/links.ts',
    find: 'return anchor === undefined || (ids.get(target)?.has(decodeURIComponent(anchor)) ?? false);',
    replace: 'return true;',
    test: { file: 'test/site/site.test.ts', name: 'is found broken' },
  },
];
