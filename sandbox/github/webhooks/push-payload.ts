import type { Commit } from '../git/git-repository.ts';
import { accountOfEmail } from '../git/present-commit.ts';
import { ZEROS } from '../git/zeros.ts';
import { allAccounts } from '../world/accounts.ts';
import type { RefChange, World } from '../world/world.ts';

/** What `push` tells beside repository and sender. */
export async function pushPayload(world: World, change: RefChange): Promise<Record<string, unknown>> {
  const { repository, ref, before, after, forced, actor } = change;
  const git = world.git(repository);
  const from = before === ZEROS ? await oldest(world, change) : before;
  const commits = after === ZEROS ? [] : await git.log(from, after);
  const shown = await Promise.all(commits.slice(-20).map((commit) => presentPushed(world, change, commit)));
  const page = `${world.url}/${repository.fullName}`;
  return {
    ref,
    before,
    after,
    base_ref: null,
    created: before === ZEROS,
    deleted: after === ZEROS,
    forced,
    compare: `${page}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: shown,
    head_commit: shown.at(-1) ?? null,
    pusher: {
      name: actor.login,
      email: actor.email ?? `${actor.id}+${actor.login}@users.noreply.github.com`,
    },
  };
}

/** Of a new branch only what the default branch has not is news. */
async function oldest(world: World, { repository, ref }: RefChange): Promise<string | undefined> {
  if (ref === `refs/heads/${repository.defaultBranch}`) return undefined;
  return world.git(repository).resolve(`refs/heads/${repository.defaultBranch}`);
}

async function presentPushed(world: World, { repository }: RefChange, commit: Commit) {
  const [parent] = commit.parents;
  const files = parent === undefined ? [] : await world.git(repository).changedFiles(parent, commit.sha);
  const named = (status: string) => files.filter((file) => file.status === status).map(({ path }) => path);
  const accounts = allAccounts(world);
  const person = ({ name, email, date }: Commit['author']) => {
    const login = accountOfEmail(world, accounts, email)?.login;
    return { name, email, date, ...(login !== undefined && { username: login }) };
  };
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${world.url}/${repository.fullName}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: named('added'),
    removed: named('removed'),
    modified: named('modified'),
  };
}
