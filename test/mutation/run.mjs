// Puts small faults into the modules that may not fail, and tells which no test notices:
// node test/mutation/run.mjs [--files WORD] [--sample N] [--seed N] [--workers N]
import { importTypeScript } from '../bundle.mjs';

const { main } = await importTypeScript('test/mutation/main.ts');
process.exitCode = await main(process.argv.slice(2));
