import { z } from 'zod';
import { APPROVE } from '../core/button.ts';
import type { RepositoryEvent, Webhook } from '../ports/webhook-event.ts';
import { REFERENCE } from './check-reference.ts';

const REPOSITORY = z.object({
  installation: z.object({ id: z.int() }),
  repository: z.object({ id: z.int(), full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) }),
});
const ACTION = z.object({ action: z.string().optional() });
const PULL = z.object({ pull_request: z.object({ number: z.int(), merged: z.boolean().optional() }) });
const EDITED = z.object({ changes: z.object({ base: z.object({}).optional() }) });
const COMMENT = z.object({
  issue: z.object({ number: z.int(), pull_request: z.object({}).optional() }),
  comment: z.object({ id: z.int(), user: z.object({ type: z.string() }).nullish() }),
});
const PUSH = z.object({
  ref: z.string(),
  deleted: z.boolean().optional(),
  repository: z.object({ default_branch: z.string() }),
});
const SENDER = z.object({ login: z.string(), type: z.string() });
const OF_APP = z.object({ id: z.int() });
const RUN = z.object({
  check_run: z.object({ external_id: z.string().nullable(), app: OF_APP }),
  sender: SENDER,
  requested_action: z.object({ identifier: z.string() }).optional(),
});
const SUITE = z.object({
  check_suite: z.object({ head_sha: z.string().regex(/^[0-9a-f]{40}$/), app: OF_APP }),
  sender: SENDER,
});

/** @param app the App's number: check runs of other Apps are none of ours */
type Reader = (payload: unknown, app: number) => readonly RepositoryEvent[];

const pull =
  (type: 'proposed' | 'reviewed'): Reader =>
  (payload) => [{ type, pull: PULL.parse(payload).pull_request.number }];

/** Events of a repository, by name and action. */
const READERS: Readonly<Record<string, Reader>> = {
  'pull_request.opened': pull('proposed'),
  'pull_request.reopened': pull('proposed'),
  'pull_request.synchronize': pull('proposed'),
  'pull_request.ready_for_review': pull('proposed'),
  'pull_request.converted_to_draft': pull('proposed'),
  'pull_request.edited': (payload, app) =>
    EDITED.parse(payload).changes.base === undefined ? [] : pull('proposed')(payload, app),
  'pull_request.closed': (payload) => {
    const { number, merged } = PULL.parse(payload).pull_request;
    return [{ type: merged === true ? 'merged' : 'left', pull: number }];
  },
  'pull_request_review.submitted': pull('reviewed'),
  'pull_request_review.dismissed': pull('reviewed'),
  'pull_request_review.edited': pull('reviewed'),
  // The comment that was refused while the conversation was locked is written.
  'pull_request.unlocked': pull('reviewed'),
  // Who may edit a comment is not always who wrote it: only new ones are followed, and of an edited one that is said.
  'issue_comment.created': (payload) =>
    ofComment(payload, ({ number, comment }) => ({ type: 'commented', pull: number, comment })),
  'issue_comment.edited': (payload) =>
    ofComment(payload, ({ number, comment, isBot }) =>
      // The App edits its own comments all the time.
      isBot ? { type: 'reviewed', pull: number } : { type: 'edited', pull: number, comment },
    ),
  'issue_comment.deleted': (payload) =>
    ofComment(payload, ({ number }) => ({ type: 'reviewed', pull: number })),
  'check_run.requested_action': press,
  'check_run.rerequested': press,
  'check_suite.rerequested': rerun,
  push: pushed,
  'merge_group.checks_requested': () => [{ type: 'queued' }],
};

const INSTALLED = [
  'installation.created',
  'installation.new_permissions_accepted',
  'installation_repositories.added',
];

/**
 * Reads a delivery that was verified.
 * @param app the App's number
 * @param name GitHub's name of the event: `pull_request`
 */
export function readEvent(app: number, name: string, payload: unknown): Webhook {
  const { action } = ACTION.safeParse(payload).data ?? {};
  const full = action === undefined ? name : `${name}.${action}`;
  if (INSTALLED.includes(full)) return { installed: true };
  const read = READERS[full];
  if (read === undefined) return { ignored: 'other' };
  const named = REPOSITORY.safeParse(payload);
  if (!named.success) return { ignored: 'malformed' };
  const { installation, repository } = named.data;
  const ref = { installation: installation.id, id: repository.id, name: repository.full_name };
  try {
    return { repository: ref, events: read(payload, app) };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { repository: ref, events: 'malformed' };
  }
}

interface OfComment {
  readonly number: number;
  readonly comment: number;
  readonly isBot: boolean;
}

/** A comment of an issue that is no pull request is none of ours. */
function ofComment(payload: unknown, told: (of: OfComment) => RepositoryEvent): RepositoryEvent[] {
  const { issue, comment } = COMMENT.parse(payload);
  if (issue.pull_request === undefined) return [];
  return [told({ number: issue.number, comment: comment.id, isBot: comment.user?.type === 'Bot' })];
}

/** Somebody pressed a button of our check run, or its "Re-run". GitHub lets only those press who may write. */
function press(payload: unknown, app: number): RepositoryEvent[] {
  const { check_run: run, sender, requested_action: action } = RUN.parse(payload);
  if (run.app.id !== app || sender.type !== 'User') return [];
  // What is about no pull request has no buttons.
  if (run.external_id === null || run.external_id === '') return [];
  const reference = REFERENCE.parse(run.external_id);
  const button = action?.identifier === APPROVE ? APPROVE : 'plan';
  return [{ type: 'pressed', button, by: sender.login, reference }];
}

/** Somebody pressed "Re-run all checks". */
function rerun(payload: unknown, app: number): RepositoryEvent[] {
  const { check_suite: suite, sender } = SUITE.parse(payload);
  const isOurs = suite.app.id === app && sender.type === 'User';
  return isOurs ? [{ type: 'rerun', commit: suite.head_sha }] : [];
}

function pushed(payload: unknown): RepositoryEvent[] {
  const { ref, deleted, repository } = PUSH.parse(payload);
  // An installation that has not accepted `merge_queues` yet is told of entries by this alone.
  const isEntry = ref.startsWith(`refs/heads/gh-readonly-queue/${repository.default_branch}/`);
  return [
    ...(ref === `refs/heads/${repository.default_branch}` ? [{ type: 'pushed' as const }] : []),
    ...(isEntry && deleted !== true ? [{ type: 'queued' as const }] : []),
  ];
}
