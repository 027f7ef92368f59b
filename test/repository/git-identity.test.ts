import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { committerIdentity } from '../../src/repository/git-identity.ts';
import { findGit } from '../../src/repository/git-run.ts';
import { testdir } from '../setup/testdir.ts';

const NAMES = ['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL'];

beforeEach(() => {
  for (const name of [...NAMES, 'GIT_AUTHOR_DATE', 'GIT_COMMITTER_DATE', 'XDG_CONFIG_HOME'])
    vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

/** Who commits, for a user whose home folder holds these files. */
function identityIn(home: string) {
  vi.stubEnv('HOME', home);
  const room = testdir();
  return committerIdentity({ root: room, room, binary: findGit(room) ?? '' });
}

const nobody = {
  GIT_AUTHOR_NAME: 'diag-codemod',
  GIT_AUTHOR_EMAIL: 'diag-codemod@localhost',
  GIT_COMMITTER_NAME: 'diag-codemod',
  GIT_COMMITTER_EMAIL: 'diag-codemod@localhost',
};

describe('committerIdentity', () => {
  it('is this tool where nobody has said who they are', async () => {
    expect(await identityIn(testdir())).toEqual(nobody);
  });

  it('takes an empty name for none', async () => {
    expect(await identityIn(testdir({ '.gitconfig': '[user]\n\tname =\n' }))).toEqual(nobody);
  });

  it('reads ~/.gitconfig before ~/.config/git/config', async () => {
    const home = testdir({
      '.gitconfig': '[user]\n\tname = First\n',
      '.config/git/config': '[user]\n\tname = Second\n\temail = s@example.org\n',
    });
    expect(await identityIn(home)).toEqual({
      GIT_AUTHOR_NAME: 'First',
      GIT_AUTHOR_EMAIL: 's@example.org',
      GIT_COMMITTER_NAME: 'First',
      GIT_COMMITTER_EMAIL: 's@example.org',
    });
  });

  it('looks where XDG_CONFIG_HOME says', async () => {
    vi.stubEnv('XDG_CONFIG_HOME', testdir({ 'git/config': '[user]\n\tname = Third\n' }));
    expect(await identityIn(testdir())).toMatchObject({ GIT_AUTHOR_NAME: 'Third' });
  });

  it('lets the environment win, with its dates', async () => {
    vi.stubEnv('GIT_AUTHOR_NAME', 'Bot');
    vi.stubEnv('GIT_COMMITTER_DATE', '2026-01-02T03:04:05Z');
    const home = testdir({ '.gitconfig': '[user]\n\tname = Person\n\temail = p@example.org\n' });
    expect(await identityIn(home)).toEqual({
      GIT_AUTHOR_NAME: 'Bot',
      GIT_AUTHOR_EMAIL: 'p@example.org',
      GIT_COMMITTER_NAME: 'Person',
      GIT_COMMITTER_EMAIL: 'p@example.org',
      GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
    });
  });
});
