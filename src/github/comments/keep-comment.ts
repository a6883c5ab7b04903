import { cutText } from '../../core/cut-text.ts';
import { OpsError } from '../../core/errors.ts';
import type { PullRef } from '../../core/refs.ts';
import type { App, Octokit } from '../app/app.ts';
import { describePull, ofRepository } from '../refusal.ts';
import { timeOf } from '../time.ts';
import { type CommentData, allComments, numbered } from './comment-data.ts';
import { keptAs, sealed, unsealed } from './seal.ts';

export interface Keep {
  readonly pull: PullRef;
  readonly marker: string;
  readonly body: string;
  readonly ifThere?: boolean;
  readonly before?: () => Promise<void>;
}

/** The most edited comments to leave beside plumbline's own: something that edits each new one would never stop. */
const MOST_EDITED = 10;

/** Creates or updates plumbline's comment; a comment edited by somebody else stays, marked as old. */
export async function keepComment(app: App, octokit: Octokit, keep: Keep): Promise<number | undefined> {
  const { pull, marker, body, ifThere, before } = keep;
  const all = (await allComments(octokit, pull)).filter((comment) => isOfApp(app, comment));
  const text = sealed(marker, body);
  const stateOf = (comment: CommentData) => keptAs(marker, comment.body ?? '');
  for (const edited of all.filter((comment) => stateOf(comment) === 'edited')) {
    await before?.();
    await markOld(octokit, keep, edited);
  }
  const ours = all.find((comment) => stateOf(comment) === 'ours');
  if (ours === undefined) {
    if (ifThere === true) return undefined;
    if (all.filter((comment) => isOthers(comment, marker)).length >= MOST_EDITED) throw editedTooOften(pull);
    await before?.();
    return timeOf(await octokit.rest.issues.createComment({ ...numbered(pull), body: text }));
  }
  // The comment is there already, but GitHub's answer about it may have been lost: it was there when it was listed.
  if (ours.body === text) return ours.readAt;
  const parameters = { ...ofRepository(pull.repository), comment_id: ours.id };
  await before?.();
  return timeOf(await octokit.rest.issues.updateComment({ ...parameters, body: text }));
}

/** The App stays a comment's author, whoever edits it. */
function isOfApp(app: App, comment: CommentData): boolean {
  return comment.performed_via_github_app?.id === app.id;
}

const OLD = '<!-- plumbline:old -->';

/** Whether others edited a comment: it is marked as old, about to be, or has lost its marker. */
function isOthers(comment: CommentData, marker: string): boolean {
  const text = comment.body ?? '';
  return text.startsWith(OLD) || keptAs(marker, text) === 'edited' || !text.startsWith('<!-- plumbline:');
}

const NOTICE =
  '> **This is old.** Somebody edited this comment, so it stays as they wrote it. What Plumbline says now is in a comment of its own.';
/** GitHub's limit for a comment, in characters. */
const LIMIT = 65_536;

function markOld(octokit: Octokit, { pull, marker }: Keep, edited: CommentData): Promise<unknown> {
  const said = unsealed(marker, edited.body ?? '');
  const body = cutText(`${OLD}\n${NOTICE}\n\n${said}`, LIMIT);
  const parameters = { ...ofRepository(pull.repository), comment_id: edited.id };
  return octokit.rest.issues.updateComment({ ...parameters, body });
}

function editedTooOften(pull: PullRef): OpsError {
  return new OpsError({
    code: 'conflict',
    subject: describePull(pull),
    message:
      'our comments are edited again and again, so no further one is written. Delete those that were edited, and keep others from editing them.',
  });
}
