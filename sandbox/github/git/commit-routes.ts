import { type Call, type Reply, type Route, notFound, repositoryOf } from '../server/route.ts';
import { allAccounts } from '../world/accounts.ts';
import type { Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import type { Commit, GitRepository } from './git-repository.ts';
import { presentCommit, presentFile } from './present-commit.ts';

const READ = { name: 'contents', level: 'read' } as const;

export const commitRoutes: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/commits', permission: READ, paged: true, handle: list },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{ref}', permission: READ, handle: read },
  { method: 'GET', path: '/repos/{owner}/{repo}/compare/{basehead}', permission: READ, handle: compare },
];

async function list(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const git = call.world.git(repository);
  const tip = await git.resolve(call.query.get('sha') ?? repository.defaultBranch);
  if (tip === undefined) throw notFound();
  const commits = await git.log(undefined, tip, call.query.get('path') ?? undefined);
  const accounts = allAccounts(call.world);
  const body = commits.toReversed().map((commit) => presentCommit(call.world, repository, commit, accounts));
  return { status: 200, body };
}

/** GitHub's media types for text instead of JSON. */
export function wantedText(call: Call): 'diff' | 'patch' | undefined {
  const accept = call.headers.get('accept') ?? '';
  if (/vnd\.github(\.v3)?\.diff/.test(accept)) return 'diff';
  return /vnd\.github(\.v3)?\.patch/.test(accept) ? 'patch' : undefined;
}

export async function textBetween(
  git: GitRepository,
  format: 'diff' | 'patch',
  from: string,
  to: string,
): Promise<Reply> {
  const content = await git[format](from, to);
  return { status: 200, text: { type: `application/vnd.github.${format}; charset=utf-8`, content } };
}

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

async function read(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const git = call.world.git(repository);
  const sha = await git.resolve(call.params['ref'] ?? '');
  const commit = sha === undefined ? undefined : await git.commit(sha);
  if (commit === undefined) throw notFound();
  const before = commit.parents[0] ?? EMPTY_TREE;
  const format = wantedText(call);
  if (format !== undefined) return textBetween(git, format, before, commit.sha);
  const files = await git.changedFiles(before, commit.sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  const body = {
    ...presentCommit(call.world, repository, commit, allAccounts(call.world)),
    stats: { additions, deletions, total: additions + deletions },
    files: files.map((file) => presentFile(call.world, repository, commit.sha, file)),
  };
  return { status: 200, body };
}

/** `branch`, or `owner:branch` of a fork, whose commits are fetched. */
export async function resolveAcross(
  world: World,
  repository: Repository,
  text: string,
): Promise<string | undefined> {
  const [owner, ref] = text.includes(':') ? text.split(':') : [repository.owner.login, text];
  const found = forkOf(world, repository, owner ?? '');
  const git = world.git(repository);
  if (found === undefined || found === repository) return found && git.resolve(ref ?? '');
  const sha = await world.git(found).resolve(ref ?? '');
  if (sha !== undefined) await git.fetch(found.folder, sha, `refs/sandbox/${sha}`);
  return sha;
}

/** The repository itself, or the one of its forks that somebody owns. */
function forkOf(world: World, repository: Repository, owner: string): Repository | undefined {
  if (owner === repository.owner.login) return repository;
  return world
    .repositories()
    .find((each) => each.owner.login === owner && each.parent === repository.fullName);
}

interface Ends {
  readonly base: Commit;
  readonly head: Commit;
  readonly common: Commit;
}

async function compare(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const git = call.world.git(repository);
  const { base, head, common } = await endsOf(call, repository);
  const format = wantedText(call);
  if (format !== undefined) return textBetween(git, format, common.sha, head.sha);
  const ahead = await git.log(base.sha, head.sha);
  const behind = await git.log(head.sha, base.sha);
  const files = await git.changedFiles(common.sha, head.sha);
  const present = (commit: Commit) => presentCommit(call.world, repository, commit, allAccounts(call.world));
  const body = {
    ...linksOf(call, repository),
    base_commit: present(base),
    merge_base_commit: present(common),
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.map(present),
    files: files.map((file) => presentFile(call.world, repository, head.sha, file)),
  };
  return { status: 200, body };
}

async function endsOf({ world, params }: Call, repository: Repository): Promise<Ends> {
  const git = world.git(repository);
  const [from = '', to = ''] = (params['basehead'] ?? '').split('...');
  const [baseSha, headSha] = [
    await resolveAcross(world, repository, from),
    await resolveAcross(world, repository, to),
  ];
  if (baseSha === undefined || headSha === undefined) throw notFound();
  const commonSha = await git.mergeBase(baseSha, headSha);
  const [base, head] = [await git.commit(baseSha), await git.commit(headSha)];
  const common = commonSha === undefined ? undefined : await git.commit(commonSha);
  if (base === undefined || head === undefined || common === undefined) throw notFound();
  return { base, head, common };
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

function linksOf({ world, params }: Call, { fullName }: Repository) {
  const basehead = params['basehead'] ?? '';
  const page = `${world.url}/${fullName}/compare/${basehead}`;
  return {
    url: `${world.apiUrl}/repos/${fullName}/compare/${basehead}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
  };
}
