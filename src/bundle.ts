/** What the bundle holds: the command line, the library, and what the build itself asks for. */

export { runCli } from './cli.ts';
export { manualPage } from './commands/manual-page.ts';
export * as library from './index.ts';
