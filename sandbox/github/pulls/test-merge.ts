import { commitByWebFlow, webFlow } from '../git/signature.ts';
import type { Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import type { PullIssue } from './present.ts';

/** Brings `refs/pull/N/head`, `refs/pull/N/merge` and the mergeability up to date, by a real merge. */
export async function testMerge(world: World, repository: Repository, issue: PullIssue): Promise<void> {
  const { pull, number } = issue;
  const git = world.git(repository);
  const origin = world.repository(pull.head.repository);
  if (origin !== undefined && origin !== repository)
    await git.fetch(origin.folder, pull.head.sha, `refs/pull/${number}/head`);
  else await git.setRef(`refs/pull/${number}/head`, pull.head.sha);
  const tip = (await git.resolve(`refs/heads/${pull.base.ref}`)) ?? pull.base.sha;
  const tree = await git.mergeTree(tip, pull.head.sha);
  pull.mergeable = tree !== undefined;
  if (tree === undefined) {
    pull.mergeCommitSha = null;
    return;
  }
  const author = webFlow(world);
  const message = `Merge ${pull.head.sha} into ${tip}`;
  const parents = [tip, pull.head.sha];
  pull.mergeCommitSha = await commitByWebFlow(world, repository, { tree, parents, message, author });
  await git.setRef(`refs/pull/${number}/merge`, pull.mergeCommitSha);
}
