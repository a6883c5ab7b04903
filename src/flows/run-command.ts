import { type Command, environmentsOf, parseCommand } from '../core/command.ts';
import { mayWrite } from '../core/gate/facts.ts';
import type { Comment, Conversation } from '../ports/conversation.ts';
import type { JobData, Jobs, PullRef } from '../ports/jobs.ts';
import type { PreviewRecords } from '../ports/preview-records.ts';
import type { Pulls } from '../ports/pulls.ts';
import type { Reviewers } from '../ports/reviewers.ts';
import {
  helpReply,
  mergeFirstReply,
  notAllowedReply,
  otherHeadReply,
  unknownCommandReply,
  unknownEnvironmentReply,
} from '../report/replies.ts';
import { type BaseDeps, readBase } from './read-base.ts';

export interface CommandDeps extends BaseDeps {
  readonly pulls: Pick<Pulls, 'read'>;
  readonly conversation: Pick<Conversation, 'comment' | 'react' | 'reply'>;
  readonly reviewers: Pick<Reviewers, 'permission'>;
  readonly previews: Pick<PreviewRecords, 'ofPull'>;
  readonly jobs: Pick<Jobs, 'enqueue'>;
}

/** Does what a comment asks for, if it is a command, of a person who may. */
export async function runCommand(deps: CommandDeps, job: JobData['command']): Promise<void> {
  const comment = await deps.conversation.comment(job, job.comment);
  if (comment === undefined || comment.author.type !== 'User') return;
  // Edited since: what stands there now may be somebody else's word.
  if (comment.updatedAt !== comment.createdAt) return;
  const command = parseCommand(comment.body);
  if (command === undefined) return;
  const environments = await environmentsIn(deps, job);
  if (environments === undefined) return;
  const refusal = await refusalOf(deps, job, comment, command, environments);
  await deps.conversation.react(job, comment.id, refusal === undefined ? '+1' : '-1');
  if (refusal !== undefined) return deps.conversation.reply(job, refusal);
  await perform(deps, job, command, environments);
}

/** Those of the configuration in force, and those that the pull request would bring; undefined where there are none. */
async function environmentsIn(deps: CommandDeps, { repository, number }: PullRef) {
  const config = await (await readBase(deps, repository)).config();
  const records = await deps.previews.ofPull({ repository: repository.id, pull: number });
  const brought = records.filter(({ configuration }) => configuration?.kind === 'new');
  if (config === undefined && brought.length === 0) return undefined;
  const names = config?.environments.map(({ name }) => name) ?? [];
  return [...new Set([...names, ...brought.map(({ environment }) => environment)])];
}

/** Why the command is not followed. */
async function refusalOf(
  deps: CommandDeps,
  pull: PullRef,
  { author }: Comment,
  command: Command,
  environments: readonly string[],
): Promise<string | undefined> {
  if (command.name === 'unknown') return unknownCommandReply(command.text);
  const named = 'environment' in command ? command.environment : undefined;
  if (named !== undefined && environmentsOf(named, environments) === undefined)
    return unknownEnvironmentReply(named, environments);
  if (command.name === 'help') return undefined;
  const permission = await deps.reviewers.permission(pull.repository, author.login);
  if (!mayWrite(permission)) return notAllowedReply(author.login);
  if (command.name !== 'ok') return undefined;
  const { head } = await deps.pulls.read(pull);
  return head.sha.startsWith(command.commit.toLowerCase())
    ? undefined
    : otherHeadReply(command.commit, head.sha);
}

async function perform(
  deps: CommandDeps,
  { repository, number }: PullRef,
  command: Command,
  environments: readonly string[],
): Promise<void> {
  const pull = { repository, number };
  const key = `${repository.id}#${number}`;
  if (command.name === 'help') return deps.conversation.reply(pull, helpReply(environments));
  // The comment itself is the approval: the decision finds it there.
  if (command.name === 'approve') return deps.jobs.enqueue('decide', pull, { key });
  // So is the word that lets a fork's commit in, and the preview finds it.
  if (command.name === 'diff' || command.name === 'ok') return deps.jobs.enqueue('preview', pull, { key });
  const merged = (await deps.pulls.read(pull)).state === 'merged';
  if (merged && command.name === 'sync' && command.environment !== undefined) {
    const { environment } = command;
    return deps.jobs.enqueue('deploy', { ...pull, environment }, { key: `${key}/${environment}` });
  }
  if (merged) return deps.jobs.enqueue('deploy', pull, { key });
  if (command.name === 'retry') return deps.jobs.enqueue('preview', pull, { key });
  return deps.conversation.reply(pull, mergeFirstReply());
}
