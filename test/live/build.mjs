// Compiles the programs that the live tests start into the cache, before anything else wants the compiler: eleven minutes of two
// cores on a cold machine, nothing where they are there already.
import { importTypeScript } from '../bundle.mjs';

const { buildAll } = await importTypeScript('test/tools/kubernetes.ts');
const missing = await buildAll();
for (const reason of missing) console.error(reason);
process.exit(missing.length > 0 ? 1 : 0);
