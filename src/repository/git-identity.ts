import { homedir } from 'node:os';
import { type GitSetting, runGit } from './git-run.ts';

const VARIABLES = [
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
] as const;
const DATES = ['GIT_AUTHOR_DATE', 'GIT_COMMITTER_DATE'] as const;

/**
 * Who commits, as git's own variables: those of the environment, else the user's global configuration, which is theirs
 * and not the repository's, else this tool. Only a name and an address are taken from there.
 */
export async function committerIdentity(setting: GitSetting): Promise<Readonly<Record<string, string>>> {
  const name = (await globalSetting(setting, 'user.name')) ?? 'diag-codemod';
  const email = (await globalSetting(setting, 'user.email')) ?? 'diag-codemod@localhost';
  const values = VARIABLES.map((variable) => {
    return [variable, process.env[variable] ?? (variable.endsWith('NAME') ? name : email)] as const;
  });
  const dates = DATES.flatMap((variable) => {
    const value = process.env[variable];
    return value === undefined ? [] : [[variable, value] as const];
  });
  return Object.fromEntries([...values, ...dates]);
}

async function globalSetting(setting: GitSetting, key: string): Promise<string | undefined> {
  for (const file of [
    `${homedir()}/.gitconfig`,
    `${process.env.XDG_CONFIG_HOME ?? `${homedir()}/.config`}/git/config`,
  ]) {
    try {
      return (await runGit(setting, ['config', '--file', file, '--get', key])).trim() || undefined;
    } catch {
      // No such file or key.
    }
  }
  return undefined;
}
