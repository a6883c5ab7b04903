import type { Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { saidToPerson } from './packet.ts';

const BRANCH = 'refs/heads/';

/** What GitHub says to whoever pushed a new branch: where to propose it. */
export function invitations(
  { url }: World,
  { fullName }: Repository,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Buffer[] {
  const fresh = [...after.keys()].filter((ref) => ref.startsWith(BRANCH) && !before.has(ref));
  return fresh.map((ref) => {
    const branch = ref.slice(BRANCH.length);
    const lines = [
      '',
      `Create a pull request for '${branch}' on GitHub by visiting:`,
      `     ${url}/${fullName}/pull/new/${encodeURI(branch)}`,
      '',
    ];
    return Buffer.from(lines.map(saidToPerson).join(''));
  });
}
