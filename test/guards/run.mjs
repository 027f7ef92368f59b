// Takes each guard out in turn, in a copy, and requires its test to fail: node test/guards/run.mjs [words of a guard]
import { importTypeScript } from '../bundle.mjs';

const { main } = await importTypeScript('test/guards/main.ts');
process.exitCode = await main(process.argv.slice(2).join(' '));
