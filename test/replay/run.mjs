// node test/replay/run.mjs [--upstream ORG/REPO=CLONE]… [--project ORG/REPO] [--limit N] [--verbose] CLONE
// Replays the bumps of a build-tooling repository's own history and compares byte for byte. CLONE may be bare; see test/README.md.
import { importTypeScript } from '../bundle.mjs';

const { main } = await importTypeScript('test/replay/main.ts');
process.exit(await main(process.argv.slice(2)));
