import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { findChromium } from '../../sandbox/browser/find-chromium.ts';
import { findIn, foldersOfPath, installed, installedBubblewrap } from '../../sandbox/install.ts';
import { postgresPrograms } from '../support/postgres.ts';

const versionOf = async (program: string) =>
  (await promisify(execFile)(program, ['--version'])).stdout.trim();

it('what tests take from the system is there, or is installed', async () => {
  expect(await versionOf(await installedBubblewrap())).toMatch(/^bubblewrap /);
  expect(await versionOf(await findChromium())).toMatch(/Chrom/);
  expect(await versionOf(`${await postgresPrograms()}/postgres`)).toMatch(/PostgreSQL/);
}, 300_000);

it('what cannot be installed is named, with what to do', async () => {
  const none = installed('no-such-package-as-this', () => findIn(foldersOfPath(), ['no-such-program']));
  await expect(none).rejects.toThrow(
    /^no-such-package-as-this is not installed, and .*Install it: apt-get install no-such-package-as-this/,
  );
}, 300_000);
