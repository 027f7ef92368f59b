import { describe, expect, it } from 'vitest';
import { mayMakeManager } from './manager-call.ts';

const ROOT = '"sigs.k8s.io/controller-runtime"';
const MANAGER = '"sigs.k8s.io/controller-runtime/pkg/manager"';

describe('mayMakeManager', () => {
  it.each([
    ['the usual name', `import (\n\tctrl ${ROOT}\n)\nvar m, _ = ctrl.NewManager(c, o)`],
    ['no name', `import ${ROOT}\nvar m, _ = controllerruntime.NewManager(c, o)`],
    ['a name in one line', `import runtime ${ROOT}\nvar m, _ = runtime.NewManager(c, o)`],
    ['the package of managers', `import (\n\t"fmt"\n\t${MANAGER}\n)\nvar m, _ = manager.New(c, o)`],
    ['another name for it', `import (\n\tcrmanager ${MANAGER}\n)\nvar m, _ = crmanager.New(c, o)`],
    ['a comment on the line above', `import (\n\t// managers\n\t${MANAGER}\n)\nvar m, _ = manager.New(c, o)`],
    ['a maker that is handed on', `import (\n\t${MANAGER}\n)\nvar create = manager.New\n`],
    ['a line break behind the dot', `import ctrl ${ROOT}\nvar m, _ = ctrl.\n\tNewManager(c, o)`],
    ['a dot', `import . ${ROOT}\nvar m, _ = x.NewManager(c, o)`],
    ['a comment in between', `import ctrl /* ours */ ${ROOT}\nvar m, _ = ctrl.NewManager(c, o)`],
    ['a name with a letter of another alphabet', `import über ${ROOT}\nvar m, _ = über.NewManager(c, o)`],
  ])('%s', (_, text) => {
    expect(mayMakeManager(text)).toBe(true);
  });

  it.each([
    [
      'a New of somebody else',
      `import (\n\t${MANAGER}\n\t"x/client"\n)\nvar c = client.New(manager.Options{})`,
    ],
    ['the field of a struct', `import ${MANAGER}\nfunc f(m manager.Manager) { s.manager.New() }`],
    ['a longer name', `import ctrl ${ROOT}\nvar b = ctrl.NewManagerManagedBy(m)`],
    ['the name without the import', 'import ctrl "x/controller-runtime"\nvar m, _ = ctrl.NewManager(c, o)'],
    ['the import alone', `import ctrl ${ROOT}\nvar l = ctrl.Log`],
  ])('is no call: %s', (_, text) => {
    expect(mayMakeManager(text)).toBe(false);
  });
});
