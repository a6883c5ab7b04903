import { commitByWebFlow, signatureOf } from '../git/signature.ts';
import { HttpError, unprocessable } from '../server/route.ts';
import type { Account, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import type { PullIssue } from './present.ts';

/** Merges the base into the head, as the button "Update branch" does. @throws HttpError 403 or 422 with GitHub's words */
export async function updateBranch(
  world: World,
  repository: Repository,
  { pull }: PullIssue,
  by: Account,
): Promise<void> {
  const { base, head } = pull;
  const origin = world.repository(head.repository);
  if (origin === undefined || !mayPush(world, repository, origin, pull.maintainerCanModify, by))
    throw new HttpError(403, `The head repository cannot be written to by ${by.login}.`);
  const git = world.git(repository);
  const tip = (await git.resolve(`refs/heads/${base.ref}`)) ?? '';
  if ((await git.mergeBase(tip, head.sha)) === tip)
    throw unprocessable('There are no new commits on the base branch.');
  const tree = await git.mergeTree(tip, head.sha);
  if (tree === undefined) throw unprocessable('merge conflict between base and head');
  const message = `Merge branch '${base.ref}' into ${head.ref}`;
  const author = signatureOf(world, by);
  const after = await commitByWebFlow(world, repository, { tree, parents: [head.sha, tip], message, author });
  const ref = `refs/heads/${head.ref}`;
  if (origin !== repository) await world.git(origin).fetch(repository.folder, after, ref);
  await world.moveRef({ repository: origin, ref, before: head.sha, after, actor: by, by: 'api' });
}

function mayPush(
  world: World,
  repository: Repository,
  origin: Repository,
  maintainerCanModify: boolean,
  by: Account,
): boolean {
  const pushes = (to: Repository) =>
    by.type === 'Bot' || ['write', 'maintain', 'admin'].includes(world.roleOf(by, to) ?? 'none');
  return pushes(origin) || (maintainerCanModify && pushes(repository));
}
