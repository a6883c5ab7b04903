import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { exec } from '../../src/exec.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const MINUTES = 60_000;

/** A Chromium that is on PATH, or else is installed as a Debian package. @throws when there is none either way */
export async function findChromium(): Promise<string> {
  return (await onPath()) ?? (await install());
}

async function onPath(): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const path of folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}

async function install(): Promise<string> {
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const { code, stderr } = await exec('apt-get', args, {
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '' },
      timeout: 10 * MINUTES,
    });
    if (code !== 0)
      throw new Error(`There is no Chromium on PATH, and apt-get ${args.join(' ')} failed: ${stderr}`);
  }
  const found = await onPath();
  if (found === undefined) throw new Error('apt-get installed chromium, but it is not on PATH.');
  return found;
}
