import type { PullRef } from '../core/refs.ts';
import type { JobContext, JobData, Jobs, Queue } from '../ports/jobs.ts';
import type { SyncRecords } from '../ports/records/sync-records.ts';
import { type CommandDeps, runCommand } from './commands/run-command.ts';
import { type AnswersDeps, showAnswers } from './commands/show-answers.ts';
import { type DecideTipDeps, decideTip } from './configuration/decide-tip.ts';
import { type DecideCommitDeps, decideCommit } from './decide/decide-commit.ts';
import { type DecidePullDeps, decidePull, readPull } from './decide/decide-pull.ts';
import { type DecideQueueDeps, decideQueue } from './decide/decide-queue.ts';
import {
  type AnnounceDeps,
  type ConcludeDeps,
  announceDeployments,
  concludeDeployment,
} from './deploy/announce-deployment.ts';
import { type DeployDeps, deployPull } from './deploy/deploy-pull.ts';
import { type SyncTargetDeps, syncTarget } from './deploy/sync-target.ts';
import { type DriftDeps, detectDrift } from './drift/detect-drift.ts';
import { type PreviewPullDeps, previewPull } from './preview/preview-pull.ts';
import { type RefreshDeps, refreshPulls } from './preview/refresh-pulls.ts';
import { type ReceiveDeps, receive } from './receive.ts';
import { type ReconcileDeps, reconcile } from './reconcile.ts';
import { type ProblemDeps, isForPeople, reportProblem } from './report-problem.ts';
import { type SubscriberDeps, type Subscribers, tellSubscriber } from './tell-subscriber.ts';

export type HandlerDeps = Omit<
  PreviewPullDeps &
    DecidePullDeps &
    DecideCommitDeps &
    DecideTipDeps &
    DecideQueueDeps &
    CommandDeps &
    AnswersDeps &
    DeployDeps &
    SyncTargetDeps &
    DriftDeps &
    RefreshDeps &
    ReconcileDeps &
    ReceiveDeps &
    ProblemDeps &
    SubscriberDeps &
    ConcludeDeps,
  'subscribers' | 'upSince'
>;

export type Handlers = {
  readonly [Name in Queue]: (data: JobData[Name], context: JobContext) => Promise<void>;
};

/** The handler of each queue's jobs. */
export function createHandlers(given: HandlerDeps): Handlers {
  const deps = { ...given, subscribers: subscribersOf(given), upSince: given.clock.now() };
  return {
    receive: ({ delivery }) => receive(deps, delivery),
    preview: (pull) => tellingProblems(deps, pull, () => previewAndDecide(deps, pull)),
    decide: (pull) => tellingProblems(deps, pull, async () => decidePull(deps, await readPull(deps, pull))),
    'decide-commit': (commit) => decideCommit(deps, commit),
    queue: (of) => decideQueue(deps, of),
    configuration: (of) => decideTip(deps, of),
    command: (command, context) => tellingProblems(deps, command, () => runCommand(deps, command, context)),
    answer: (pull) => showAnswers(deps, pull),
    deploy: (pull) => tellingProblems(deps, pull, () => deployPull(deps, pull)),
    sync: ({ sync }, context) => syncTarget(deps, sync, context),
    'detect-drift': (target) => detectDrift(deps, target),
    refresh: (what) => refreshPulls(deps, what),
    reconcile: () => reconcile(deps),
    tell: (whom, context) => tellSubscriber(deps, whom, context),
  };
}

async function previewAndDecide(deps: PreviewPullDeps & DecidePullDeps, pull: PullRef): Promise<void> {
  await decidePull(deps, await previewPull(deps, pull));
}

type PageDeps = AnnounceDeps & ConcludeDeps & { readonly syncs: Pick<SyncRecords, 'read'> };

/** Who hears recorded events, by the name of its cursor. */
function subscribersOf(deps: PageDeps): Subscribers {
  return {
    deployments: async (event) => {
      if (event.type === 'sync-ended') await announceSync(deps, event.sync);
    },
  };
}

/** Shows how a sync ended at its deployment and pull request; as often as it is told, it says the same. */
async function announceSync(deps: PageDeps, id: number): Promise<void> {
  const sync = await deps.syncs.read(id);
  if (sync === undefined) return;
  await concludeDeployment(deps, sync);
  if (sync.pull === undefined) return;
  await announceDeployments(deps, { repository: sync.repository, number: sync.pull });
}

/** Reports a problem for people in the pull request; the job is done then. */
async function tellingProblems(deps: ProblemDeps, pull: PullRef, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isForPeople(error)) throw error;
    await reportProblem(deps, { repository: pull.repository, number: pull.number }, error);
  }
}

/** Starts the work on every queue. Jobs that reach a cluster run a few at a time. */
export async function startWork(jobs: Jobs, handlers: Handlers): Promise<void> {
  await jobs.work('receive', handlers.receive, { concurrency: 4 });
  await jobs.work('command', handlers.command, { concurrency: 2 });
  await jobs.work('answer', handlers.answer, { concurrency: 2 });
  await jobs.work('decide', handlers.decide, { concurrency: 4 });
  await jobs.work('decide-commit', handlers['decide-commit'], { concurrency: 4 });
  await jobs.work('queue', handlers.queue, { concurrency: 2 });
  await jobs.work('configuration', handlers.configuration, { concurrency: 1 });
  await jobs.work('preview', handlers.preview, { concurrency: 4 });
  await jobs.work('deploy', handlers.deploy, { concurrency: 2 });
  await jobs.work('sync', handlers.sync, { concurrency: 4 });
  await jobs.work('detect-drift', handlers['detect-drift'], { concurrency: 4 });
  await jobs.work('refresh', handlers.refresh, { concurrency: 1 });
  await jobs.work('tell', handlers.tell, { concurrency: 4 });
  await jobs.work('reconcile', handlers.reconcile, { concurrency: 1 });
}
