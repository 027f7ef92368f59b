import { describe, expect, it } from 'vitest';
import { firstDifference } from './role-generation.ts';

const ROLE = 'rules:\n- resources:\n  - tokenreviews\n  verbs:\n  - create\n';

describe('firstDifference', () => {
  it('names what goes, and where', () => {
    expect(firstDifference(ROLE, 'rules:\n- resources:\n  verbs:\n  - create\n')).toEqual({
      line: 3,
      text: 'without "- tokenreviews"',
    });
  });

  it('names what comes', () => {
    expect(firstDifference(ROLE, ROLE.replace('create', 'get')).text).toBe(
      'without "- create", with "- get"',
    );
    expect(firstDifference(ROLE, `${ROLE}- more\n`)).toEqual({ line: 6, text: 'with "- more"' });
  });

  it('says so where lines move', () => {
    expect(firstDifference('a\nb\n', 'b\na\n')).toEqual({ line: 1, text: 'the same lines in another order' });
  });
});
