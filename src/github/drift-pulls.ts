import type { RepositoryRef } from '../ports/jobs.ts';
import type { DriftProposal, DriftPulls } from '../ports/drift-pulls.ts';
import type { App, Octokit } from './app.ts';
import { asked, askedIfThere, describePull, ofRepository } from './refusal.ts';

export function createDriftPulls(app: App): DriftPulls {
  return {
    propose: (repository, proposal) =>
      asked(`${repository.name}, branch ${proposal.branch}`, async () => {
        const site = { octokit: await app.asInstallation(repository.installation), repository };
        await bringBranchUpToDate(site, proposal);
        return { number: await bringPullUpToDate(site, proposal) };
      }),
    find: (repository, branch) =>
      asked(`${repository.name}, branch ${branch}`, async () => {
        const octokit = await app.asInstallation(repository.installation);
        return (await findOpen({ octokit, repository }, branch))?.number;
      }),
    close: (pull, reason) =>
      asked(describePull(pull), async () => {
        const octokit = await app.asInstallation(pull.repository.installation);
        await close({ octokit, repository: pull.repository }, pull.number, reason);
      }),
  };
}

interface Site {
  readonly octokit: Octokit;
  readonly repository: RepositoryRef;
}

async function bringBranchUpToDate(site: Site, proposal: DriftProposal): Promise<void> {
  const { rest } = site.octokit;
  const named = ofRepository(site.repository);
  const ref = `heads/${proposal.branch}`;
  const there = await askedIfThere(ref, () => rest.git.getRef({ ...named, ref }));
  if (there !== undefined && (await isAsProposed(site, there.data.object.sha, proposal))) return;
  const sha = await commit(site, proposal);
  if (there === undefined) await rest.git.createRef({ ...named, ref: `refs/${ref}`, sha });
  else await rest.git.updateRef({ ...named, ref, sha, force: true });
}

async function isAsProposed(
  { octokit, repository }: Site,
  head: string,
  { base, file }: DriftProposal,
): Promise<boolean> {
  const named = ofRepository(repository);
  const { data } = await octokit.rest.git.getCommit({ ...named, commit_sha: head });
  if (data.parents[0]?.sha !== base.sha) return false;
  const content = await askedIfThere(file.path, () =>
    octokit.rest.repos.getContent({ ...named, path: file.path, ref: head }),
  );
  if (content === undefined || Array.isArray(content.data) || content.data.type !== 'file') return false;
  return Buffer.from(content.data.content, 'base64').toString() === file.text;
}

/** A commit made through the API is signed by GitHub, in the name of the App. */
async function commit(
  { octokit, repository }: Site,
  { base, file, message }: DriftProposal,
): Promise<string> {
  const named = ofRepository(repository);
  const { git } = octokit.rest;
  const parent = await git.getCommit({ ...named, commit_sha: base.sha });
  const entry = { path: file.path, mode: '100644' as const, type: 'blob' as const, content: file.text };
  const tree = await git.createTree({ ...named, base_tree: parent.data.tree.sha, tree: [entry] });
  const made = await git.createCommit({ ...named, message, tree: tree.data.sha, parents: [base.sha] });
  return made.data.sha;
}

async function findOpen({ octokit, repository }: Site, branch: string) {
  const named = ofRepository(repository);
  const head = `${named.owner}:${branch}`;
  const { data } = await octokit.rest.pulls.list({ ...named, state: 'open', head });
  return data[0];
}

async function bringPullUpToDate(site: Site, { branch, base, title, body }: DriftProposal): Promise<number> {
  const { octokit, repository } = site;
  const named = ofRepository(repository);
  const open = await findOpen(site, branch);
  if (open === undefined) {
    const { data } = await octokit.rest.pulls.create({
      ...named,
      head: branch,
      base: base.branch,
      title,
      body,
    });
    return data.number;
  }
  if (open.title !== title || open.body !== body)
    await octokit.rest.pulls.update({ ...named, pull_number: open.number, title, body });
  return open.number;
}

async function close({ octokit, repository }: Site, number: number, reason: string): Promise<void> {
  const named = ofRepository(repository);
  const { data } = await octokit.rest.pulls.get({ ...named, pull_number: number });
  if (data.state !== 'open') return;
  await octokit.rest.issues.createComment({ ...named, issue_number: number, body: reason });
  await octokit.rest.pulls.update({ ...named, pull_number: number, state: 'closed' });
  await askedIfThere(data.head.ref, () =>
    octokit.rest.git.deleteRef({ ...named, ref: `heads/${data.head.ref}` }),
  );
}
