import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { PullIssue } from '../pulls/present.ts';
import { mayBypass, refusalOf } from '../pulls/protection.ts';
import type { Account, Repository } from '../world/model.ts';
import { type Html, button } from './layout.ts';
import { type Site, personOf } from './site.ts';
import { label } from './state-label.ts';

/** How the pull request can end: with the reason where it cannot be merged yet. */
export async function mergeBox(
  site: Site,
  context: Context,
  repository: Repository,
  issue: PullIssue,
): Promise<Html> {
  const at = `/${repository.fullName}/pull/${issue.number}`;
  const { pull, state } = issue;
  if (pull.merged) return box(html`Merged as <code>${pull.mergeCommitSha?.slice(0, 7)}</code>.`);
  if (state === 'closed') return box(html`Closed without a merge.`, button(`${at}/reopen`, 'Reopen'));
  const reason = await reasonAgainst(site, personOf(site, context), repository, issue);
  return html`${box(
    html`${pull.mergeable === true ? 'No conflicts with the base branch.' : 'Conflicts with the base branch.'}`,
    html`${button(`${at}/update-branch`, 'Update branch')} ${button(`${at}/close`, 'Close')}`,
  )}
  ${queued(repository, issue) ? waiting(at, issue) : mergeRow(repository, issue, at, reason)}`;
}

function box(words: Html, buttons: Html | string = ''): Html {
  return html`<div class="box">
    <div class="row"><span class="grow">${words}</span>${buttons}</div>
  </div>`;
}

/** Why whoever looks cannot merge it now. Undefined: they can. */
async function reasonAgainst(
  { world }: Site,
  person: Account | undefined,
  repository: Repository,
  issue: PullIssue,
): Promise<string | undefined> {
  const role = person && world.roleOf(person, repository);
  if (person === undefined || role === undefined || role === 'read' || role === 'triage')
    return 'Only who may push can merge.';
  if (issue.pull.draft) return 'This is a draft.';
  if (issue.pull.mergeable !== true) return 'There are conflicts with the base branch.';
  if (mayBypass(world, repository, issue.pull.base.ref, person)) return undefined;
  return refusalOf(world, repository, issue);
}

function queued({ queues }: Repository, issue: PullIssue): boolean {
  return queues.get(issue.pull.base.ref)?.entries.some((entry) => entry.issue === issue) === true;
}

function waiting(at: string, { pull }: PullIssue): Html {
  return box(
    html`${label('waiting', 'Queued')} It is merged into <code>${pull.base.ref}</code> when its turn comes.`,
    button(`${at}/dequeue`, 'Remove from the queue'),
  );
}

function mergeRow(repository: Repository, { pull }: PullIssue, at: string, reason: string | undefined): Html {
  const blocked = reason === undefined ? '' : raw('disabled');
  const said = reason === undefined ? label('good', 'Ready') : label('waiting', 'Merging is blocked');
  const form = repository.queues.has(pull.base.ref)
    ? html`<form method="post" action="${at}/enqueue" class="inline">
        <button class="primary" id="merge" ${blocked}>Merge when ready</button>
      </form>`
    : html`<form method="post" action="${at}/merge" class="inline">
        <select name="merge_method" aria-label="How to merge" ${blocked}>
          <option value="merge">Merge commit</option>
          <option value="squash">Squash</option>
          <option value="rebase">Rebase</option>
        </select>
        <button class="primary" id="merge" ${blocked}>Merge pull request</button>
      </form>`;
  return html`<div class="box" id="merging">
    <div class="row"><span class="grow">${said} ${reason ?? ''}</span>${form}</div>
  </div>`;
}
