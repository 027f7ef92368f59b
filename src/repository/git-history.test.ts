import { describe, expect, it } from 'vitest';
import { committed, git } from '../../test/setup/git.ts';
import { withCleanRoom } from './git-clean-room.ts';
import { findGitDirectory } from './git-directory.ts';
import { history, isAncestor } from './git-history.ts';
import { findGit, type GitSetting } from './git-run.ts';

async function inRoomOf<Value>(root: string, use: (setting: GitSetting) => Promise<Value>): Promise<Value> {
  const directory = findGitDirectory(root);
  if (!directory) throw new Error('no git directory');
  return withCleanRoom(directory, (room) => use({ root, room, binary: findGit(root) ?? '' }));
}

const idOf = (root: string, name: string) => git(root, 'rev-parse', name).trim();

function merged(): string {
  const root = committed({ 'a.txt': 'a\n' });
  git(root, 'checkout', '-q', '-b', 'side');
  git(root, 'commit', '-q', '--allow-empty', '-m', 'on the side\n\nwith a body\n\n- and a list\n');
  git(root, 'checkout', '-q', 'main');
  git(root, 'commit', '-q', '--allow-empty', '-m', 'on main', '--author', 'Zoë 漢 <z@example.org>');
  git(root, 'merge', '-q', '--no-edit', 'side');
  return root;
}

describe('history', () => {
  it('tells ids, trees, parents, people and messages, newest first', async () => {
    const root = merged();
    const commits = await inRoomOf(root, (setting) => history(setting, idOf(root, 'main'), 30));
    const [merge, ...others] = commits;
    expect(merge).toMatchObject({
      id: idOf(root, 'main'),
      tree: idOf(root, 'main^{tree}'),
      parents: [idOf(root, 'main^1'), idOf(root, 'main^2')],
    });
    const told = others.map(({ id, parents, author, message }) => [id, parents.length, author, message]);
    const person = 't <t@example.org>';
    expect(told).toHaveLength(3);
    expect(told).toContainEqual([
      idOf(root, 'side'),
      1,
      person,
      'on the side\n\nwith a body\n\n- and a list',
    ]);
    expect(told).toContainEqual([idOf(root, 'main^1'), 1, 'Zoë 漢 <z@example.org>', 'on main']);
    expect(told.at(-1)).toEqual([idOf(root, 'main~2'), 0, person, 'first']);
    expect(others.map(({ committer }) => committer)).toEqual([person, person, person]);
  });

  it('ends where it is told to', async () => {
    const root = merged();
    const commits = await inRoomOf(root, (setting) => history(setting, idOf(root, 'main'), 2));
    expect(commits).toHaveLength(2);
  });

  it('takes no text of a commit for another commit', async () => {
    const root = committed({ 'a.txt': 'a\n' });
    const forged = `\x1e\n${['a', 'b', 'c', 'd', 'e', 'f'].join('\x1f')}\x1e\n`;
    git(root, 'commit', '-q', '--allow-empty', '-m', `mine${forged}`, '--author', `A\x1fB <a\x1e@b>`);
    const [newest, ...others] = await inRoomOf(root, (setting) => history(setting, idOf(root, 'main'), 30));
    expect(newest).toMatchObject({
      author: 'A\x1fB <a\x1e@b>',
      committer: 't <t@example.org>',
      message: `mine${forged.trimEnd()}`,
    });
    expect(others.map(({ message }) => message)).toEqual(['first']);
  });

  it('fails for a commit that is not there', async () => {
    const root = committed({ 'a.txt': 'a\n' });
    await expect(inRoomOf(root, (setting) => history(setting, 'b'.repeat(40), 1))).rejects.toThrow(
      'bad object',
    );
  });
});

describe('isAncestor', () => {
  it.each([
    ['main', 'main', true],
    ['side', 'main', true],
    ['main~2', 'side', true],
    ['main', 'side', false],
    ['main^1', 'side', false],
  ])('of %s and %s is %s', async (commit, of, expected) => {
    const root = merged();
    expect(await inRoomOf(root, (setting) => isAncestor(setting, idOf(root, commit), idOf(root, of)))).toBe(
      expected,
    );
  });

  it('is false for what is not known here', async () => {
    const root = committed({ 'a.txt': 'a\n' });
    const head = idOf(root, 'HEAD');
    expect(await inRoomOf(root, (setting) => isAncestor(setting, 'b'.repeat(40), head))).toBe(false);
  });
});
