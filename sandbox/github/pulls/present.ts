import type { ChangedFile, GitRepository } from '../git/git-repository.ts';
import { presentRepository } from '../repositories/present.ts';
import type { Account, Issue, Label, Organization, Pull, Repository, Team } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import { presentAccount, presentUser } from '../world/present-account.ts';
import type { World } from '../world/world.ts';

export type PullIssue = Issue & { readonly pull: Pull };

export function presentLabel(
  { apiUrl }: World,
  { fullName }: Repository,
  { id, name, color, description }: Label,
) {
  const url = `${apiUrl}/repos/${fullName}/labels/${encodeURIComponent(name)}`;
  return { id, node_id: nodeId('Label', id), url, name, color, default: false, description };
}

/** `team`. */
export function presentTeam(world: World, organization: Organization, team: Team) {
  const parent = organization.teams.get(team.parent ?? '');
  return {
    ...presentTeamSimple(world, organization, team),
    parent: parent === undefined ? null : presentTeamSimple(world, organization, parent),
  };
}

/** `team-simple`. */
function presentTeamSimple({ url: site, apiUrl }: World, { account }: Organization, team: Team) {
  const { id, slug, name, privacy } = team;
  const url = `${apiUrl}/organizations/${account.id}/team/${id}`;
  return {
    id,
    node_id: nodeId('Team', id),
    name,
    slug,
    description: null,
    privacy,
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    type: 'organization',
    organization_id: account.id,
    url,
    html_url: `${site}/orgs/${account.login}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
  };
}

/** What a person is to the repository, in GitHub's words. */
export function associationOf(world: World, repository: Repository, account: Account): string {
  if (account.deleted === true) return 'NONE';
  if (account.login === repository.owner.login) return 'OWNER';
  if (world.organization(repository.owner.login)?.members.has(account.login)) return 'MEMBER';
  return repository.collaborators.has(account.login) ? 'COLLABORATOR' : 'NONE';
}

/** Whom the teams and people are that are asked to review. */
function requested(world: World, repository: Repository, pull: Pull) {
  const organization = world.organization(repository.owner.login);
  const teams = [...pull.requestedTeams].flatMap((slug) => organization?.teams.get(slug) ?? []);
  return {
    requested_reviewers: [...pull.requestedReviewers].flatMap((login) => {
      const account = world.account(login);
      return account === undefined ? [] : [presentAccount(world, account)];
    }),
    requested_teams:
      organization === undefined ? [] : teams.map((team) => presentTeam(world, organization, team)),
  };
}

/** `pull-request-simple`, as lists carry it. */
export function presentPullSimple(world: World, repository: Repository, issue: PullIssue) {
  const { pull, number, author } = issue;
  const api = `${world.apiUrl}/repos/${repository.fullName}`;
  const url = `${api}/pulls/${number}`;
  const page = `${world.url}/${repository.fullName}/pull/${number}`;
  const links = {
    self: url,
    html: page,
    issue: `${api}/issues/${number}`,
    comments: `${api}/issues/${number}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${api}/statuses/${pull.head.sha}`,
  };
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: links.issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: presentUser(world, author),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt ?? null,
    merged_at: pull.mergedAt ?? null,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: null,
    assignees: [],
    ...requested(world, repository, pull),
    labels: [...issue.labels].flatMap((name) => {
      const label = repository.labels.get(name);
      if (label === undefined) return [];
      return [{ ...presentLabel(world, repository, label), description: label.description ?? '' }];
    }),
    milestone: null,
    draft: pull.draft,
    head: presentEnd(world, world.repository(pull.head.repository), pull.head.owner, pull.head),
    base: presentEnd(world, repository, repository.owner, pull.base),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: associationOf(world, repository, author),
    auto_merge: null,
    active_lock_reason: issue.lockReason,
  };
}

/** A fork may be deleted, and its owner as well: the commits stay. */
function presentEnd(
  world: World,
  repository: Repository | undefined,
  owner: Account,
  { ref, sha }: { readonly ref: string; readonly sha: string },
) {
  return {
    label: owner.deleted === true ? 'unknown repository' : `${owner.login}:${ref}`,
    ref,
    sha,
    user: presentUser(world, owner),
    repo: repository === undefined ? null : presentRepository(world, repository),
  };
}

interface Size {
  readonly files: readonly ChangedFile[];
  readonly commits: number;
}

/** Between two commits nothing ever changes: it is asked of Git once. */
const sizes = new WeakMap<Repository, Map<string, Promise<Size>>>();

function sizeOf(world: World, repository: Repository, base: string, head: string): Promise<Size> {
  const known = sizes.get(repository) ?? new Map<string, Promise<Size>>();
  sizes.set(repository, known);
  const size = known.get(`${base} ${head}`) ?? measure(world.git(repository), base, head);
  known.set(`${base} ${head}`, size);
  return size;
}

async function measure(git: GitRepository, base: string, head: string): Promise<Size> {
  const common = (await git.mergeBase(base, head)) ?? base;
  const commits = await git.log(common, head);
  return { files: await git.changedFiles(common, head), commits: commits.length };
}

/** `pull-request`: with what GitHub computes for one at a time. Its author is somebody here: a ghost at the least. */
export async function presentPull(world: World, repository: Repository, issue: PullIssue) {
  const { pull } = issue;
  const { files, commits } = await sizeOf(world, repository, pull.base.sha, pull.head.sha);
  const simple = presentPullSimple(world, repository, issue);
  return {
    ...simple,
    user: presentAccount(world, issue.author),
    head: { ...simple.head, user: presentAccount(world, pull.head.owner) },
    merged: pull.merged,
    mergeable: pull.merged ? null : pull.mergeable,
    rebaseable: pull.merged ? null : pull.mergeable,
    mergeable_state: mergeableState(issue),
    merged_by: pull.mergedBy === undefined ? null : presentUser(world, pull.mergedBy),
    comments: issue.comments.length,
    review_comments: pull.reviewComments.length,
    maintainer_can_modify: pull.maintainerCanModify,
    commits,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

function mergeableState({ pull, state }: PullIssue): string {
  if (state === 'closed' || pull.mergeable === null) return 'unknown';
  if (pull.draft) return 'draft';
  return pull.mergeable ? 'clean' : 'dirty';
}
