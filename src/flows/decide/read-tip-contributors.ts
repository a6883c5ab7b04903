import { type Contributor, pusherOf } from '../../core/gate/contributors.ts';
import type { RepositoryRef } from '../../core/refs.ts';
import type { Configuration } from '../../ports/configuration.ts';
import type { Push, Reviewers } from '../../ports/reviewers.ts';
import type { Base } from '../configuration/read-base.ts';

export interface TipDeps {
  readonly configuration: Pick<Configuration, 'paths'>;
  readonly reviewers: Pick<Reviewers, 'pushes' | 'signed'>;
}

/**
 * The contributors of the default branch's configuration since the one in force: the signers of the commits that touch
 * its file, and the pushers of these commits.
 */
export async function readTipContributors(
  { reviewers, configuration }: TipDeps,
  repository: RepositoryRef,
  { branch, tip, inForce, commits }: Base,
): Promise<Contributor[]> {
  const touching = await commits.touching(inForce.commit, tip, configuration.paths);
  const setBack = !(await commits.contains(tip, inForce.commit));
  const site = { tip, commits, setBack, touching };
  const pushes = await reviewers.pushes(repository, branch);
  const pushers: Contributor[] = [];
  for (const push of pushes) {
    if (await brings(push, site)) pushers.push(pusherOf(push.after, push.actor));
  }
  // Somebody pushed the commits: without a name from GitHub, the pusher is unknown.
  const unknown: Contributor[] = pushers.length === 0 ? [{ role: 'pusher', commit: tip }] : [];
  const signers: Contributor[] = [];
  for (const commit of touching) {
    const { author, committer, coAuthors, byGitHub } = await reviewers.signed(repository, commit);
    signers.push({ role: 'author', ...author, commit });
    if (!byGitHub) signers.push({ role: 'committer', ...committer, commit });
    for (const signer of coAuthors) signers.push({ role: 'co-author', ...signer, commit });
  }
  return [...signers, ...pushers, ...unknown];
}

interface Site extends Pick<Base, 'tip' | 'commits'> {
  /** Whether the branch no longer holds the commit of the configuration in force. */
  readonly setBack: boolean;
  /** Commits since then that touch the configuration's file. */
  readonly touching: readonly string[];
}

async function brings({ before, after }: Push, { tip, commits, setBack, touching }: Site): Promise<boolean> {
  if (after === tip) return true;
  // Removed commits leave no trace on the branch, so every push that removed some counts, if the branch was set back.
  if (setBack && !/^0+$/.test(before) && !(await commits.contains(after, before))) return true;
  for (const commit of touching) {
    if ((await commits.contains(after, commit)) && !(await commits.contains(before, commit))) return true;
  }
  return false;
}
