import type { Context } from 'hono';
import { html } from 'hono/html';
import { pullsOf } from '../pulls/find.ts';
import type { PullIssue } from '../pulls/present.ts';
import { notFound } from '../server/route.ts';
import type { IssueComment, Repository, Review } from '../world/model.ts';
import { checksBox } from './checks.ts';
import { type Html, author, page, repositoryHead } from './layout.ts';
import { diffBlock, markdown } from './markdown.ts';
import { mergeBox } from './merge-box.ts';
import { stateOf } from './repository-page.ts';
import { type Site, repositoryOf } from './site.ts';
import { REVIEW_WORDS } from './state-label.ts';

export function pullOf(site: Site, context: Context): { repository: Repository; issue: PullIssue } {
  const repository = repositoryOf(site, context);
  const number = Number(context.req.param('number'));
  const issue = pullsOf(repository).find((each) => each.number === number);
  if (issue === undefined) throw notFound();
  return { repository, issue };
}

export async function conversationPage(site: Site, context: Context): Promise<Html> {
  const { repository, issue } = pullOf(site, context);
  const content = html`${pullHead(repository, issue, 'Conversation')}
  ${said({ author: issue.author, createdAt: issue.createdAt, body: issue.body ?? '' })} ${timeline(issue)}
  ${checksBox(repository, issue)} ${await mergeBox(site, context, repository, issue)}
  ${issue.locked ? lockedBox() : ''} ${speakBox(repository, issue)}`;
  return page(site, context, `${issue.title} #${issue.number}`, content);
}

function pullHead(repository: Repository, issue: PullIssue, here: string): Html {
  const at = `/${repository.fullName}/pull/${issue.number}`;
  const tab = (name: string, path: string) =>
    html`<a href="${at}${path}" class="${name === here ? 'here' : ''}">${name}</a>`;
  return html`${repositoryHead(repository, 'Pull requests')}
    <h1>${issue.title} <span class="number">#${issue.number}</span></h1>
    <p>
      ${stateOf(issue)} ${author(issue.author)}
      <span class="quiet"
        >wants to merge <code>${issue.pull.head.ref}</code> into <code>${issue.pull.base.ref}</code></span
      >
    </p>
    <nav>${tab('Conversation', '')} ${tab('Files changed', '/files')}</nav>`;
}

/** Comments and reviews in the order in which they were made. */
function timeline({ comments, pull }: PullIssue): Html[] {
  const all = [
    ...comments.map((comment) => ({ id: comment.id, shown: said(comment) })),
    ...pull.reviews
      .filter(({ state }) => state !== 'PENDING')
      .map((review) => ({ id: review.id, shown: reviewed(review) })),
  ];
  return all.toSorted((a, b) => a.id - b.id).map(({ shown }) => shown);
}

function said(
  comment: Pick<IssueComment, 'author' | 'createdAt' | 'body' | 'minimized'> & { updatedAt?: string },
): Html {
  const edited = comment.updatedAt !== undefined && comment.updatedAt !== comment.createdAt;
  const head = html`<div class="head">
    ${author(comment.author)} ${comment.createdAt} ${edited ? '· edited' : ''}
  </div>`;
  const body = html`<div class="body markdown-body">${markdown(comment.body)}</div>`;
  if (comment.minimized === undefined) return html`<div class="box">${head} ${body}</div>`;
  return html`<details class="box">
    <summary class="head">Marked as ${comment.minimized}</summary>
    ${body}
  </details>`;
}

function reviewed({ author: who, state, commitId, body, submittedAt }: Review): Html {
  const line = html`<p class="event">
    ${author(who)} ${REVIEW_WORDS[state]} <code>${commitId.slice(0, 7)}</code> ${submittedAt ?? ''}
  </p>`;
  return body === ''
    ? line
    : html`${line}
        <div class="box"><div class="body markdown-body">${markdown(body)}</div></div>`;
}

function lockedBox(): Html {
  return html`<p class="event">This conversation is locked: only who may push can speak.</p>`;
}

function speakBox({ fullName }: Repository, { number }: PullIssue): Html {
  const at = `/${fullName}/pull/${number}`;
  return html`<form method="post" action="${at}/speak" class="box">
    <div class="body">
      <textarea name="body" rows="3" placeholder="Say something, for example: /plumb help"></textarea>
      <p>
        <button name="event" value="comment">Comment</button>
        <button name="event" value="APPROVE" id="approve">Approve the pull request</button>
        <button name="event" value="REQUEST_CHANGES">Request changes</button>
      </p>
    </div>
  </form>`;
}

export async function filesPage(site: Site, context: Context): Promise<Html> {
  const { repository, issue } = pullOf(site, context);
  const git = site.world.git(repository);
  const { base, head } = issue.pull;
  const files = await git.changedFiles((await git.mergeBase(base.sha, head.sha)) ?? base.sha, head.sha);
  const boxes = files.map(
    ({ path, status, additions, deletions, patch }) =>
      html`<div class="box">
        <div class="head"><strong>${path}</strong> ${status}, +${additions} −${deletions}</div>
        ${patch === undefined ? '' : diffBlock(patch)}
      </div>`,
  );
  return page(
    site,
    context,
    `Files of #${issue.number}`,
    html`${pullHead(repository, issue, 'Files changed')} ${boxes}`,
  );
}
