import { presentApp } from '../apps/present.ts';
import { associationOf, presentLabel } from '../pulls/present.ts';
import type { Issue, IssueComment, Reaction, Repository } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import { presentUser } from '../world/present-account.ts';
import type { World } from '../world/world.ts';

const CONTENTS = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'] as const;

/** `reaction-rollup`. */
export function reactionCounts(url: string, reactions: readonly Reaction[]) {
  const count = (content: string) => reactions.filter((reaction) => reaction.content === content).length;
  const counts = CONTENTS.map((content) => [content, count(content)]);
  return {
    url: `${url}/reactions`,
    total_count: reactions.length,
    ...(Object.fromEntries(counts) as Record<(typeof CONTENTS)[number], number>),
  };
}

/** `issue`. */
export function presentIssue(world: World, repository: Repository, issue: Issue) {
  const { number, author, pull } = issue;
  const api = `${world.apiUrl}/repos/${repository.fullName}`;
  const url = `${api}/issues/${number}`;
  const page = `${world.url}/${repository.fullName}`;
  const pullPage = `${page}/pull/${number}`;
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: pull === undefined ? `${page}/issues/${number}` : pullPage,
    id: issue.id,
    node_id: nodeId(pull === undefined ? 'Issue' : 'PullRequest', issue.id),
    number,
    title: issue.title,
    user: presentUser(world, author),
    labels: [...issue.labels].flatMap((name) => {
      const label = repository.labels.get(name);
      return label === undefined ? [] : [presentLabel(world, repository, label)];
    }),
    state: issue.state,
    locked: issue.locked,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt ?? null,
    author_association: associationOf(world, repository, author),
    active_lock_reason: issue.lockReason,
    body: issue.body,
    reactions: reactionCounts(url, issue.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: issue.stateReason,
    draft: pull?.draft ?? false,
    ...(pull !== undefined && {
      pull_request: {
        url: `${api}/pulls/${number}`,
        html_url: pullPage,
        diff_url: `${pullPage}.diff`,
        patch_url: `${pullPage}.patch`,
        merged_at: pull.mergedAt ?? null,
      },
    }),
  };
}

/** `issue` as it is answered, beside what webhooks carry. */
export function presentIssueAnswer(world: World, repository: Repository, issue: Issue) {
  const { closedBy } = issue;
  const closed_by = closedBy === undefined || issue.state === 'open' ? null : presentUser(world, closedBy);
  return { ...presentIssue(world, repository, issue), closed_by };
}

/** `issue-comment`. */
export function presentComment(world: World, repository: Repository, issue: Issue, comment: IssueComment) {
  const { id, author, app, body, createdAt, updatedAt } = comment;
  const api = `${world.apiUrl}/repos/${repository.fullName}/issues`;
  const url = `${api}/comments/${id}`;
  const kind = issue.pull === undefined ? 'issues' : 'pull';
  return {
    url,
    html_url: `${world.url}/${repository.fullName}/${kind}/${issue.number}#issuecomment-${id}`,
    issue_url: `${api}/${issue.number}`,
    id,
    node_id: nodeId('IssueComment', id),
    user: presentUser(world, author),
    created_at: createdAt,
    updated_at: updatedAt,
    author_association: associationOf(world, repository, author),
    body,
    reactions: reactionCounts(url, comment.reactions),
    performed_via_github_app: app === undefined ? null : presentApp(world, app),
  };
}

/** `reaction`. */
export function presentReaction(world: World, { id, user, content, createdAt }: Reaction) {
  const node_id = nodeId('Reaction', id);
  return { id, node_id, user: presentUser(world, user), content, created_at: createdAt };
}
