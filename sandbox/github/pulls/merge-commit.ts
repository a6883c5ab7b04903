import { commitByWebFlow, signatureOf } from '../git/signature.ts';
import type { Account, MergeMethod, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import type { PullIssue } from './present.ts';

export interface HowToMerge {
  readonly method: MergeMethod;
  readonly by: Account;
  readonly title?: string;
  readonly message?: string;
}

/** What the base would be with the pull request merged. Undefined: they conflict. */
export async function mergeCommit(
  world: World,
  repository: Repository,
  issue: PullIssue,
  { method, by, title, message }: HowToMerge,
  base: string,
): Promise<string | undefined> {
  const git = world.git(repository);
  const { head } = issue.pull;
  // Replayed commits are committed by whoever merges, and signed by nobody.
  if (method === 'rebase') return git.rebase(base, head.sha, signatureOf(world, by));
  const tree = await git.mergeTree(base, head.sha);
  if (tree === undefined) return undefined;
  const squash = method === 'squash';
  const usual = squash
    ? `${issue.title} (#${issue.number})`
    : `Merge pull request #${issue.number} from ${head.owner.login}/${head.ref}`;
  const more = message ?? (squash ? await coAuthors(world, repository, issue, base) : issue.title);
  const text = `${title ?? usual}\n\n${more}`.trimEnd();
  const parents = squash ? [base] : [base, head.sha];
  const author = signatureOf(world, squash ? issue.author : by);
  return commitByWebFlow(world, repository, { tree, parents, message: text, author });
}

/** A squashed commit is its proposer's; everybody else who wrote in it is named. */
async function coAuthors(
  world: World,
  repository: Repository,
  issue: PullIssue,
  base: string,
): Promise<string> {
  const own = signatureOf(world, issue.author).email;
  const commits = await world.git(repository).log(base, issue.pull.head.sha);
  const others = commits.map(({ author }) => author).filter(({ email }) => email !== own);
  return [...new Set(others.map(({ name, email }) => `Co-authored-by: ${name} <${email}>`))].join('\n');
}
