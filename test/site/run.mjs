// Builds the documentation into site/: npm run docs
import { fileURLToPath } from 'node:url';
import { importTypeScript } from '../bundle.mjs';

const { buildSite } = await importTypeScript('test/site/main.ts');
const pages = buildSite(fileURLToPath(new URL('../../site/', import.meta.url)));
console.log(`site/: ${pages.length} pages, every link leads somewhere. Open site/index.html`);
