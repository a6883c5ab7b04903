import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Page, chromium } from 'playwright-core';
import { findChromium } from './browser/find-chromium.ts';
import { runDemo } from './demo/run.ts';
import { fetchShown } from './demo/shown-text.ts';
import type { Observing } from './demo/story.ts';

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const READER = 'grace';
const SIZE = { width: 1100, height: 900 };

/** Takes the pictures of the documentation from the demo, and beside each what it says: the demo's test compares that. */
await mkdir(FOLDER, { recursive: true });
const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: SIZE });
  await runDemo({ port: 0, look: photographer(page) });
} finally {
  await browser.close();
}

function photographer(page: Page): Observing {
  return async (moment, url) => {
    await page.context().addCookies([{ name: 'login', value: READER, url: new URL(url).origin }]);
    await page.goto(url);
    const unfolded = moment === 'gate' ? '#checks summary' : '.box > .body summary';
    for (const summary of await page.locator(unfolded).all())
      if ((await summary.locator('xpath=..').getAttribute('open')) === null) await summary.click();
    const path = join(FOLDER, `${moment}.png`);
    await page.locator('main').screenshot({ path });
    await writeFile(join(FOLDER, `${moment}.txt`), await fetchShown(url, READER));
    process.stdout.write(`  ${join(dirname(path), `${moment}.png`)}\n`);
  };
}
