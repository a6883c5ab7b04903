import type { Command } from '../../core/command.ts';
import { OpsError } from '../../core/errors.ts';
import { type PullRef, refKey } from '../../core/refs.ts';
import type { Comment } from '../../ports/conversation.ts';
import type { Jobs } from '../../ports/jobs.ts';
import type { PullRequest, Pulls } from '../../ports/pulls.ts';
import type { RecordedPreview } from '../../ports/records/preview-records.ts';
import type { SyncRecords } from '../../ports/records/sync-records.ts';
import type { Base, BaseDeps } from '../configuration/read-base.ts';
import type { JudgeDeps } from '../decide/judge-pull.ts';
import type { LetInDeps } from '../decide/let-in.ts';

export type FollowDeps = BaseDeps &
  JudgeDeps &
  LetInDeps & {
    readonly pulls: Pick<Pulls, 'read'>;
    readonly syncs: Pick<SyncRecords, 'ofPull'>;
    readonly jobs: Pick<Jobs, 'enqueue'>;
  };

/** The result of a command: whether it was followed, and the answer in one line of Markdown. */
export interface Followed {
  readonly followed: boolean;
  readonly line?: string;
}

export interface Asked<Asks extends Command = Command> extends PullRef {
  readonly command: Asks;
  /** The comment with the command. */
  readonly said: Comment;
}

/** A command with its pull request, base and previews. */
export interface About<Asks extends Command = Command> extends Asked<Asks> {
  readonly pull: PullRequest;
  readonly base: Base;
  /** Every recorded preview of the pull request, oldest first. */
  readonly previews: readonly RecordedPreview[];
}

export function refused(line: string): Followed {
  return { followed: false, line };
}

/**
 * While a plan is being put on show, nobody can tell whether a person had it before them: GitHub's time is not recorded
 * yet.
 * @throws OpsError `conflict` (retryable)
 */
export function insistOnShown(pull: PullRequest, record: RecordedPreview | undefined): void {
  if (record?.sentAt === undefined || record.shownAt !== undefined) return;
  throw notYet(pull, 'its plan is being put on show. The command is looked at again.');
}

export function notYet({ repository, number }: PullRef, message: string): OpsError {
  return new OpsError({
    code: 'conflict',
    subject: `${repository.name}#${number}`,
    message,
    retryable: true,
  });
}

/** Enqueues the preview of a pull request; its decision follows. */
export function planPull({ jobs }: Pick<FollowDeps, 'jobs'>, { repository, number }: PullRef): Promise<void> {
  return jobs.enqueue('preview', { repository, number }, { key: refKey({ repository, number }) });
}
