import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Locator, type Page, chromium } from 'playwright-core';
import { findChromium } from '../../sandbox/browser/find-chromium.ts';
import { folderWith } from './temp-folder.ts';

const run = promisify(execFile);
const MINUTE = 60_000;

/** What the demo's closing words say, in pieces that a person would copy. */
interface Words {
  /** Lines to type: all that are indented and no address. */
  readonly commands: readonly string[];
  readonly addresses: readonly string[];
}

/** Does what the demo's closing words say, as a person would: in a shell, and in a browser. @returns what was seen */
export async function playDemo(output: string): Promise<string> {
  const { commands, addresses } = wordsOf(output);
  const drift = commands.findIndex((line) => line.startsWith('export'));
  const pushed = await type(commands.slice(0, drift));
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    page.setDefaultTimeout(2 * MINUTE);
    const walker = walkerOf(page, addresses);
    await walker.open('ada', '/acme/shop');
    await walker.open('ada', '/pull/new/');
    await page.getByPlaceholder('Title').fill('Three replicas of the API');
    await page.getByRole('button', { name: 'Open pull request' }).click();
    await walker.seeBlocked();
    const merged = await walker.approveAndMerge('Three replicas of the API');
    await walker.open('grace', '/deployments');
    await walker.untilShown(page.locator('.box', { hasText: merged }).filter({ hasText: 'success' }), merged);
    const scaled = await type(commands.slice(drift));
    await walker.approveAndMerge('Revert drift: production/shop');
    return `${pushed}${scaled}${await page.locator('main').innerText()}`;
  } finally {
    await browser.close();
  }
}

function wordsOf(output: string): Words {
  const closing = output.slice(output.indexOf('Everything is still up'));
  const indented = [...closing.matchAll(/^ {5}(\S.*)$/gm)].map(([, line = '']) => line);
  return {
    commands: indented.filter((line) => !line.startsWith('http')),
    addresses: [...closing.matchAll(/http:\S+/g)].map(([address]) => address),
  };
}

/** In a shell of somebody whose Git knows no name. */
async function type(commands: readonly string[]): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folderWith({}), GIT_CONFIG_NOSYSTEM: '1' };
  const { stdout, stderr } = await run('bash', ['-euc', commands.join('\n')], { env });
  return stdout + stderr;
}

function walkerOf(page: Page, addresses: readonly string[]) {
  const open = async (person: string, path: string) => {
    const address = addresses.find((each) => each.includes(path) && each.endsWith(`?as=${person}`));
    if (address === undefined) throw new Error(`The demo names no address of ${path} for ${person}.`);
    const response = await page.goto(address);
    if (response?.status() !== 200) throw new Error(`${address}: ${response?.status()}`);
  };
  const untilShown = async (shown: Locator, what: string) => {
    const deadline = Date.now() + 2 * MINUTE;
    while ((await shown.count()) === 0) {
      if (Date.now() > deadline) throw new Error(`"${what}" is not to be seen on ${page.url()}.`);
      await page.waitForTimeout(500);
      await page.reload();
    }
  };
  const untilSeen = (text: string) => untilShown(page.getByText(text).first(), text);
  const openPull = async (person: string, title: string) => {
    await open(person, '/pulls');
    const rows = page.locator('.row', { has: page.locator('.state', { hasText: 'Open' }) });
    const row = rows.filter({ hasText: title });
    await untilShown(row, title);
    await row.getByRole('link').click();
  };
  return {
    open,
    untilShown,
    async seeBlocked() {
      await untilSeen('Merging is blocked');
      const merge = page.getByRole('button', { name: 'Merge pull request' });
      if (await merge.isEnabled()) throw new Error('The merge button is not grey where merging is blocked.');
    },
    async approveAndMerge(title: string) {
      for (const person of ['grace', 'linus']) {
        await openPull(person, title);
        await untilSeen('Waiting for approval');
        // A person reads, and what is said in the second of showing counts as said before it.
        await page.waitForTimeout(1100);
        await page.getByRole('button', { name: 'Approve', exact: true }).click();
      }
      // Exactly: "Already drifted" holds the word too.
      await untilShown(page.getByText('Ready', { exact: true }), 'Ready');
      await page.getByRole('button', { name: 'Merge pull request' }).click();
      await untilSeen('Merged as');
      return page
        .locator('code', { hasText: /^[0-9a-f]{7}$/ })
        .last()
        .innerText();
    },
  };
}
