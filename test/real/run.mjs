// Migrates real checkouts, on copies, and proves the results: node test/real/run.mjs --output FOLDER [--build] CHECKOUT…
import { importTypeScript } from '../bundle.mjs';

const { main } = await importTypeScript('test/real/main.ts');
process.exitCode = await main(process.argv.slice(2));
