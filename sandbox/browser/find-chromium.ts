import { PACKAGES, findIn, foldersOfPath, installed } from '../install.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** A Chromium that is on PATH, or else is installed as a Debian package. @throws when there is none either way */
export function findChromium(): Promise<string> {
  return installed(PACKAGES.chromium, () => findIn(foldersOfPath(), NAMES));
}
