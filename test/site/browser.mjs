// Opens every page of site/ in Chromium, as wide as a phone and as a desktop: node test/site/browser.mjs [FOLDER FOR SCREENSHOTS]
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const site = fileURLToPath(new URL('../../site/', import.meta.url));
const harness = fileURLToPath(new URL('harness.html', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml' };
const SHOWN = ['index', 'tour', 'configuration', 'steps/rbac-markers', 'refusals/index', 'library'];

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => !spawnSync(name, ['--version'], { stdio: 'ignore' }).error,
);
if (browser === undefined) {
  console.log('no Chromium here: the documentation was not opened in a browser (apt-get install chromium)');
  process.exit(process.env.DIAG_CODEMOD_REQUIRE_TOOLS === '1' ? 1 : 0);
}

const files = readdirSync(site, { recursive: true }).map((path) => path.replaceAll('\\', '/'));
const pages = files.filter((path) => path.endsWith('.html'));
const server = createServer(answer);
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const origin = `http://127.0.0.1:${server.address().port}`;
const profile = mkdtempSync(join(tmpdir(), 'diag-codemod-browser-'));
try {
  const { opened, faults } = await measured();
  for (const fault of faults) console.log(fault);
  if (faults.length > 0 || opened !== 2 * pages.length) process.exitCode = 1;
  console.log(`${pages.length} pages opened in Chromium at two widths: ${faults.length} faults`);
  const [, , folder] = process.argv;
  if (folder !== undefined) await screenshots(folder);
} finally {
  server.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

function answer({ url }, response) {
  const path = new URL(url, 'http://localhost').pathname.slice(1);
  const body =
    path === 'harness'
      ? readFileSync(harness)
      : files.includes(path)
        ? readFileSync(join(site, path))
        : undefined;
  response.writeHead(body === undefined ? 404 : 200, {
    'content-type': TYPES[extname(path || '.html')] ?? TYPES['.html'],
  });
  response.end(body ?? '');
}

async function measured() {
  const parts = encodeURIComponent(JSON.stringify({ pages, widths: [360, 1280] }));
  const html = await chromium('--virtual-time-budget=600000', '--dump-dom', `${origin}/harness#${parts}`);
  const [, report = ''] = /<pre id="report">([^<]*)</.exec(html) ?? [];
  return JSON.parse(report.replaceAll('&amp;', '&'));
}

async function screenshots(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of SHOWN)
    for (const [kind, size] of [
      ['desktop', '1280,1000'],
      ['phone', '500,1000'],
    ])
      for (const scheme of ['light', 'dark']) {
        const file = join(folder, `${name.replace('/', '-')}-${kind}-${scheme}.png`);
        const dark =
          scheme === 'dark'
            ? ['--blink-settings=preferredColorScheme=0']
            : ['--blink-settings=preferredColorScheme=1'];
        await chromium(...dark, `--window-size=${size}`, `--screenshot=${file}`, `${origin}/${name}.html`);
      }
}

function chromium(...args) {
  const options = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    `--user-data-dir=${profile}`,
  ];
  return new Promise((ended, failed) => {
    const child = spawn(browser, [...options, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (part) => {
      text += part;
    });
    child.on('error', failed);
    child.on('close', () => ended(text));
  });
}
