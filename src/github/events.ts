import { z } from 'zod';
import type { RepositoryRef } from '../core/refs.ts';
import type { Log } from '../log.ts';
import type { Listener } from '../ports/listener.ts';
import type { App } from './app.ts';
import { press, rerun } from './check-events.ts';

const REPOSITORY = z.object({
  installation: z.object({ id: z.int() }),
  repository: z.object({ id: z.int(), full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) }),
});
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

type Handler = (repository: RepositoryRef, payload: unknown) => Promise<void>;

/** Passes Probot's events to the listener. */
export function listen(app: App, listener: Listener, log: Log): void {
  const { probot } = app;
  const handle = (handler: Handler) => (event: { readonly id: string; readonly payload: unknown }) =>
    handleEvent(listener, log, event, handler);
  const pull = (told: (repository: RepositoryRef, number: number) => Promise<void>) =>
    handle((repository, payload) => told(repository, PULL.parse(payload).pull_request.number));

  probot.on(
    [
      'pull_request.opened',
      'pull_request.reopened',
      'pull_request.synchronize',
      'pull_request.ready_for_review',
      'pull_request.converted_to_draft',
    ],
    pull((repository, number) => listener.proposed(repository, number)),
  );
  probot.on(
    'pull_request.edited',
    handle(async (repository, payload) => {
      const retargeted = EDITED.parse(payload).changes.base !== undefined;
      if (retargeted) await listener.proposed(repository, PULL.parse(payload).pull_request.number);
    }),
  );
  probot.on(
    'pull_request.closed',
    handle(async (repository, payload) => {
      const { number, merged } = PULL.parse(payload).pull_request;
      if (merged === true) await listener.merged(repository, number);
      else await listener.left(repository, number);
    }),
  );
  probot.on(
    [
      'pull_request_review.submitted',
      'pull_request_review.dismissed',
      'pull_request_review.edited',
      // A comment refused while the conversation was locked can be written now.
      'pull_request.unlocked',
    ],
    pull((repository, number) => listener.reviewed(repository, number)),
  );
  type Told = (repository: RepositoryRef, pull: number, comment: number, isBot: boolean) => Promise<void>;
  const commented = (told: Told) =>
    handle(async (repository, payload) => {
      const { issue, comment } = COMMENT.parse(payload);
      const isBot = comment.user?.type === 'Bot';
      if (issue.pull_request !== undefined) await told(repository, issue.number, comment.id, isBot);
    });
  // A comment may be edited by others than its author: only new ones are followed; an edited one is answered so.
  probot.on(
    'issue_comment.created',
    commented((repository, pull, comment) => listener.commented(repository, pull, comment)),
  );
  probot.on(
    'issue_comment.edited',
    // Plumbline's own comments are edited all the time.
    commented((repository, pull, comment, isBot) =>
      isBot ? listener.reviewed(repository, pull) : listener.edited(repository, pull, comment),
    ),
  );
  probot.on(
    'issue_comment.deleted',
    commented((repository, pull) => listener.reviewed(repository, pull)),
  );
  probot.on(
    ['check_run.requested_action', 'check_run.rerequested'],
    handle((repository, payload) => press(app, listener, repository, payload)),
  );
  probot.on(
    'check_suite.rerequested',
    handle((repository, payload) => rerun(app, listener, repository, payload)),
  );
  probot.on(
    'push',
    handle(async (repository, payload) => {
      const { ref, deleted, repository: of } = PUSH.parse(payload);
      if (ref === `refs/heads/${of.default_branch}`) await listener.pushed(repository);
      // Without the permission `merge_queues` this push is an installation's only event about an entry.
      const isEntry = ref.startsWith(`refs/heads/gh-readonly-queue/${of.default_branch}/`);
      if (isEntry && deleted !== true) await listener.queued(repository);
    }),
  );
  probot.on(
    'merge_group.checks_requested',
    handle((repository) => listener.queued(repository)),
  );
  probot.on(
    ['installation.created', 'installation.new_permissions_accepted', 'installation_repositories.added'],
    () => listener.installed(),
  );
}

async function handleEvent(
  listener: Listener,
  log: Log,
  { id, payload }: { readonly id: string; readonly payload: unknown },
  handler: Handler,
): Promise<void> {
  const named = REPOSITORY.safeParse(payload);
  if (!named.success) return ignore(listener, log, id, 'malformed');
  const { installation, repository } = named.data;
  const ref = { installation: installation.id, id: repository.id, name: repository.full_name };
  if (!listener.knows(ref)) return ignore(listener, log, id, 'unknown-repository', ref.name);
  try {
    await handler(ref, payload);
  } catch (error) {
    // A payload in an undocumented form is as malformed at the next attempt.
    if (!(error instanceof z.ZodError)) throw error;
    ignore(listener, log, id, 'malformed', ref.name);
  }
}

const IGNORED = {
  malformed: 'Nothing needs to be done: it is not as GitHub describes its events.',
  'unknown-repository':
    'Name the repository under "repositories" of the server\'s file, or take the App away from it.',
};

function ignore(
  listener: Listener,
  log: Log,
  delivery: string,
  reason: keyof typeof IGNORED,
  repository?: string,
): void {
  log.warn({ delivery, reason, repository, next: IGNORED[reason] }, 'delivery ignored');
  listener.ignored(reason);
}
