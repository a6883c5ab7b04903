import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { type Isolation, probeIsolation } from '../../../src/process/probe-isolation.ts';
import { folderWith } from '../../support/temp-folder.ts';

const path = process.env['PATH'] ?? '';

export async function isolationHere(): Promise<Isolation> {
  return probeIsolation({ path });
}

/** As on a machine without bubblewrap. */
export const WITHOUT = { path, bwrap: '/nowhere/bwrap' };

/** As where the kernel refuses user namespaces: bubblewrap says so, and ends. */
export function refusing(): { path: string; bwrap: string } {
  const words = 'bwrap: No permissions to create new namespace, likely because the kernel does not allow it.';
  const bwrap = join(folderWith({ bwrap: `#!/bin/sh\necho '${words}' >&2\nexit 1\n` }), 'bwrap');
  chmodSync(bwrap, 0o755);
  return { path, bwrap };
}
