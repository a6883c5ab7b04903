import type { RepositoryRef } from '../../core/refs.ts';
import type { DriftCommit, DriftPullState, DriftPulls } from '../../ports/drift-pulls.ts';
import type { App, Octokit } from '../app/app.ts';
import { asked, askedIfThere, describePull, ofRepository } from '../refusal.ts';

export function createDriftPulls(app: App): DriftPulls {
  const octokitOf = ({ installation }: RepositoryRef) => app.asInstallation(installation);
  const at = <Answer>(repository: RepositoryRef, branch: string, work: (site: Site) => Promise<Answer>) =>
    asked(`${repository.name}, branch ${branch}`, async () =>
      work({ octokit: await octokitOf(repository), named: ofRepository(repository) }),
    );
  return {
    read: (pull) =>
      askedIfThere(describePull(pull), async () => {
        const { rest } = await octokitOf(pull.repository);
        const parameters = { ...ofRepository(pull.repository), pull_number: pull.number };
        return stateOf((await rest.pulls.get(parameters)).data);
      }),
    find: (repository, branch) => at(repository, branch, (site) => findOpen(site, branch)),
    head: (repository, branch) => at(repository, branch, (site) => headOf(site, branch)),
    commit: (repository, commit) => at(repository, 'of a commit', (site) => makeCommit(site, commit)),
    move: (repository, branch, { commit, exists }) =>
      at(repository, branch, async ({ octokit: { rest }, named }) => {
        const ref = `heads/${branch}`;
        if (exists) await rest.git.updateRef({ ...named, ref, sha: commit, force: false });
        else await rest.git.createRef({ ...named, ref: `refs/${ref}`, sha: commit });
      }),
    open: (repository, { branch, base, title, body }) =>
      at(repository, branch, async ({ octokit: { rest }, named }) => {
        const { data } = await rest.pulls.create({ ...named, head: branch, base, title, body });
        return data.number;
      }),
    edit: (pull, changes) =>
      asked(describePull(pull), async () => {
        const { rest } = await octokitOf(pull.repository);
        const parameters = { ...ofRepository(pull.repository), pull_number: pull.number };
        await rest.pulls.update({ ...parameters, ...changes });
      }),
    close: (pull, reason) =>
      asked(describePull(pull), async () => {
        const octokit = await octokitOf(pull.repository);
        await close({ octokit, named: ofRepository(pull.repository) }, pull.number, reason);
      }),
    removeBranch: (repository, branch) =>
      at(repository, branch, async ({ octokit: { rest }, named }) => {
        const ref = `heads/${branch}`;
        const there = await askedIfThere(ref, () => rest.git.getRef({ ...named, ref }));
        if (there !== undefined) await rest.git.deleteRef({ ...named, ref });
      }),
  };
}

interface Site {
  readonly octokit: Octokit;
  readonly named: { readonly owner: string; readonly repo: string };
}

interface PullData {
  readonly state: string;
  readonly merged_at: string | null;
  readonly closed_at: string | null;
  readonly head: { readonly sha: string };
  readonly title: string;
  readonly body: string | null;
}

function stateOf({
  state,
  merged_at: merged,
  closed_at: closed,
  head,
  title,
  body,
}: PullData): DriftPullState {
  return {
    state: merged !== null ? 'merged' : state === 'open' ? 'open' : 'closed',
    ...(closed !== null && { closedAt: Date.parse(closed) }),
    head: head.sha,
    title,
    body: body ?? '',
  };
}

async function headOf({ octokit: { rest }, named }: Site, branch: string): Promise<string | undefined> {
  const ref = `heads/${branch}`;
  const found = await askedIfThere(ref, () => rest.git.getRef({ ...named, ref }));
  return found?.data.object.sha;
}

/** A commit made through the API is signed by GitHub, in the name of the App. */
async function makeCommit({ octokit, named }: Site, commit: DriftCommit): Promise<string> {
  const { git } = octokit.rest;
  const { base, file, message } = commit;
  const parent = await git.getCommit({ ...named, commit_sha: base });
  const entry = { path: file.path, mode: '100644' as const, type: 'blob' as const, content: file.text };
  const tree = await git.createTree({ ...named, base_tree: parent.data.tree.sha, tree: [entry] });
  const parents = [...commit.parents];
  const made = await git.createCommit({ ...named, message, tree: tree.data.sha, parents });
  return made.data.sha;
}

async function findOpen({ octokit, named }: Site, branch: string): Promise<number | undefined> {
  const head = `${named.owner}:${branch}`;
  const { data } = await octokit.rest.pulls.list({ ...named, state: 'open', head });
  return data[0]?.number;
}

async function close({ octokit, named }: Site, number: number, reason: string): Promise<void> {
  const { data } = await octokit.rest.pulls.get({ ...named, pull_number: number });
  if (data.state !== 'open') return;
  await octokit.rest.issues.createComment({ ...named, issue_number: number, body: reason });
  await octokit.rest.pulls.update({ ...named, pull_number: number, state: 'closed' });
}
