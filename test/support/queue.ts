import { settleQueues } from '../../sandbox/github/queue/settle.ts';
import type { MergeMethod } from '../../sandbox/github/world/model.ts';
import { type Loop, CHECK, NAME, until } from './loop.ts';

/** A status that the test itself gives: an entry waits for it, whatever else passed. */
export const CI = 'ci';

const ENQUEUE =
  'mutation ($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { clientMutationId } }';

function repositoryOf(loop: Loop) {
  const repository = loop.github.world.repository('acme/shop');
  if (repository === undefined) throw new Error('There is no acme/shop.');
  return repository;
}

/** From now on `main` takes what comes through its queue, and what passed these checks. */
export function startQueue(
  loop: Loop,
  checks: readonly string[] = [CHECK],
  method: MergeMethod = 'merge',
): void {
  const repository = repositoryOf(loop);
  loop.github.admin.queueMerges(repository, 'main', method);
  require(loop, checks);
}

export function require(loop: Loop, checks: readonly string[]): void {
  loop.github.admin.protectBranch(repositoryOf(loop), 'main', {
    requiredChecks: checks.map((context) => ({ context, ...(context !== CI && { appId: loop.app.id }) })),
    strict: false,
    requiredApprovals: 0,
    dismissStale: false,
    enforceAdmins: true,
  });
}

/** GitHub looks again what its queue may do. */
export function settle(loop: Loop): Promise<void> {
  return settleQueues(loop.github.world, repositoryOf(loop));
}

export async function enqueue(loop: Loop, pull: number): Promise<void> {
  const { graphql, rest } = loop.as('carol');
  const { data } = await rest.pulls.get({ ...NAME, pull_number: pull });
  await graphql(ENQUEUE, { id: data.node_id });
}

export async function passCi(loop: Loop, sha: string): Promise<void> {
  await loop.as('carol').rest.repos.createCommitStatus({ ...NAME, sha, context: CI, state: 'success' });
}

/** The commit of the pull request's entry. */
export function entryOf(loop: Loop, pull: number): Promise<string> {
  return until(`#${pull} has an entry`, async () => {
    const entries = repositoryOf(loop).queues.get('main')?.entries ?? [];
    return entries.find(({ issue }) => issue.number === pull)?.group?.sha;
  });
}

/** What the App says of a commit, once it has concluded so. @returns its title */
export async function verdict(loop: Loop, commit: string, conclusion: string): Promise<string> {
  let last = '';
  const ask = async () => {
    const parameters = { ...NAME, ref: commit, check_name: CHECK };
    const run = (await loop.as('carol').rest.checks.listForRef(parameters)).data.check_runs[0];
    last = `${run?.conclusion}: ${run?.output.title}\n${run?.output.summary}`;
    return run?.conclusion === conclusion && (run.output.title ?? '');
  };
  try {
    return await until(`the check of ${commit.slice(0, 7)} is ${conclusion}`, ask, 90);
  } catch (error) {
    throw new Error(`The check of ${commit.slice(0, 7)} says ${last}`, { cause: error });
  }
}

export async function merged(loop: Loop, pull: number): Promise<void> {
  const ask = async () => (await loop.as('carol').rest.pulls.get({ ...NAME, pull_number: pull })).data.merged;
  await until(`#${pull} is merged`, ask, 90);
}
