import { findChromium } from '../../sandbox/browser/find-chromium.ts';
import { installedBubblewrap } from '../../sandbox/install.ts';
import { postgresPrograms } from './postgres.ts';

/** What has to be installed is installed before the first test, since a test's time is short. */
export default async function setup(): Promise<void> {
  // Where one cannot be had, the tests that need it fail, and say what to install.
  await Promise.allSettled([installedBubblewrap(), findChromium(), postgresPrograms()]);
}
