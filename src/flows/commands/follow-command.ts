import { type Command, environmentsOf, isPlanId } from '../../core/command.ts';
import { casesOf } from '../../core/gate/judge.ts';
import { isLetInBy } from '../../core/gate/let-in.ts';
import type { JobContext } from '../../ports/jobs.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import {
  closedReply,
  elsewhereReply,
  heldReply,
  helpReply,
  mergeFirstReply,
  mergedDiffReply,
  notHeldReply,
  otherHeadReply,
  tooEarlyReply,
  unconfiguredReply,
  unknownEnvironmentReply,
} from '../../report/github/replies.ts';
import { readableConfigOf } from '../configuration/configuration-in-force.ts';
import { readBase } from '../configuration/read-base.ts';
import { isLetIn } from '../decide/let-in.ts';
import { followApprove } from './follow-approve.ts';
import { followRetry, followSync } from './follow-deploy.ts';
import {
  type About,
  type Asked,
  type FollowDeps,
  type Followed,
  insistOnShown,
  planPull,
  refused,
} from './followed.ts';

/** Follows a command of a person who may write. */
export async function follow(
  deps: FollowDeps,
  asked: Asked,
  context: Pick<JobContext, 'last'>,
): Promise<Followed> {
  const { repository, number, command } = asked;
  const base = await readBase(deps, repository);
  const pull = await deps.pulls.read({ repository, number });
  const previews = await deps.previews.ofPull(pull);
  const about = { ...asked, pull, base, previews };
  const known = await environmentsIn(deps, about);
  if (known.length === 0) return refused(unconfiguredReply());
  if (command.name === 'help') return { followed: true, line: helpReply(known) };
  const named = 'environment' in command ? command.environment : undefined;
  if (named !== undefined && environmentsOf(named, known) === undefined)
    return refused(unknownEnvironmentReply(named, known, command.name === 'approve' && isPlanId(named)));
  if (pull.base.branch !== base.branch) return refused(elsewhereReply(base.branch));
  if (pull.state === 'closed') return refused(closedReply());
  if (command.name === 'approve') return followApprove(deps, { ...about, command }, context);
  if (command.name === 'ok') return followOk(deps, { ...about, command }, context);
  if (pull.state === 'merged') {
    if (command.name === 'diff') return refused(mergedDiffReply());
    return command.name === 'sync' ? followSync(deps, about, command.environment) : followRetry(deps, about);
  }
  return command.name === 'sync' ? refused(mergeFirstReply()) : planAgain(deps, pull);
}

/**
 * The environments in force, and those that the pull request adds.
 * @throws OpsError `invalid-config` where there are none because the configuration in force cannot be read
 */
async function environmentsIn(
  { configuration }: FollowDeps,
  { base, pull, previews }: About,
): Promise<readonly string[]> {
  const inForce = readableConfigOf(configuration, base.inForce);
  const cases = casesOf({ head: pull.head.sha, previews }, { inForce });
  if (cases.length === 0) await base.config();
  return cases.map(({ environment }) => environment);
}

/** Enqueues a preview and nothing else: an open pull request is never deployed. */
async function planAgain(deps: FollowDeps, pull: PullRequest): Promise<Followed> {
  if (!(await isLetIn(deps, pull))) return refused(heldReply(pull.head.sha));
  await planPull(deps, pull);
  return { followed: true };
}

type Ok = Extract<Command, { name: 'ok' }>;

/** The comment itself lets the fork's commit in; the preview reads it. */
async function followOk(
  deps: FollowDeps,
  { pull, previews, command, said }: About<Ok>,
  { last }: Pick<JobContext, 'last'>,
): Promise<Followed> {
  if (!pull.head.fork || pull.state !== 'open') return refused(notHeldReply());
  const head = pull.head.sha;
  if (!head.startsWith(command.commit.toLowerCase())) return refused(otherHeadReply(command.commit, head));
  const asked = previews.filter(({ held }) => held === true);
  if (!isLetInBy(asked, head, command.commit, said.createdAt)) {
    if (!last)
      insistOnShown(
        pull,
        asked.findLast((each) => each.head === head),
      );
    return refused(tooEarlyReply(head));
  }
  await planPull(deps, pull);
  return { followed: true };
}
