// A program of a user of the library. The same text must run as JavaScript and check as TypeScript.
import {
  defaultOptions,
  openRepository,
  ProblemError,
  planMigration,
  steps,
  unifiedDiff,
} from 'diag-codemod';

/** @param {string} root */
async function entryPoints(root = 'repository') {
  const repository = openRepository(root);
  const plan = await planMigration(repository, { ...defaultOptions, skip: [] });
  if (!unifiedDiff(plan.changeSet).includes('+++ b/main.go')) throw new Error('the difference lacks main.go');
  return [plan.status, ...plan.decisions.map(({ manager }) => manager.entryPoint)].join(' ');
}

/** @param {string} path */
async function isExported(path = '') {
  return import(path).then(
    () => true,
    () => false,
  );
}

try {
  openRepository('no such folder');
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
}
if (!steps.some(({ id, needs }) => id === 'manifest-arguments' && needs.length > 0)) throw new Error('steps');
for (const path of ['cli', 'migration', 'topics']) {
  if (await isExported(`diag-codemod/dist/${path}.js`)) throw new Error(`${path}.js is open to everybody`);
}
console.log(await entryPoints());
