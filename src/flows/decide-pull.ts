import type { Decision } from '../core/gate/decision.ts';
import { decide } from '../core/gate/decide.ts';
import type { Environment } from '../core/environment.ts';
import type { Checks } from '../ports/checks.ts';
import type { Conversation } from '../ports/conversation.ts';
import type { Jobs, PullRef } from '../ports/jobs.ts';
import type { PreviewRecord, PreviewRecords } from '../ports/preview-records.ts';
import type { PullRequest, Pulls } from '../ports/pulls.ts';
import { checkName, checkOutput, diffPages } from '../report/check.ts';
import { PREVIEW_MARKER } from '../report/markdown.ts';
import { pullComment } from '../report/pull-comment.ts';
import { type FactsDeps, gatherFacts } from './gather-facts.ts';
import { type BaseDeps, readBase } from './read-base.ts';

export interface DecidePullDeps extends BaseDeps, FactsDeps {
  readonly pulls: Pick<Pulls, 'read'>;
  readonly previews: PreviewRecords;
  readonly conversation: Conversation;
  readonly checks: Checks;
  readonly jobs: Pick<Jobs, 'enqueue'>;
}

/** Decides about the plans on record, and says so: in one comment, and in one check run for each environment. */
export async function decidePull(deps: DecidePullDeps, ref: PullRef): Promise<void> {
  const pull = await deps.pulls.read(ref);
  const all = await deps.previews.ofPull({ repository: ref.repository.id, pull: ref.number });
  const current = latest(all.filter(({ head }) => head === pull.head.sha));
  if (current.size === 0) return;
  const config = await (await readBase(deps, ref.repository)).config();
  if (config === undefined) return;
  const facts = await gatherFacts(deps, pull, all, config.environments);
  const decided = config.environments.flatMap((environment) => {
    const record = current.get(environment.name);
    const known = facts.get(environment.name);
    if (record === undefined || known === undefined) return [];
    return [{ environment, record, decision: decide(known, environment.gate) }];
  });
  await say(deps, pull, decided);
  if (pull.state === 'merged' && decided.some(({ decision }) => decision.verdict === 'approved')) {
    await deps.jobs.enqueue('deploy', ref, { key: `${ref.repository.id}#${ref.number}` });
  }
}

function latest(records: readonly PreviewRecord[]): Map<string, PreviewRecord> {
  return new Map(records.map((record) => [record.environment, record]));
}

interface Decided {
  readonly environment: Environment;
  readonly record: PreviewRecord;
  readonly decision: Decision;
}

async function say(deps: DecidePullDeps, pull: PullRequest, decided: readonly Decided[]): Promise<void> {
  const reports = decided.map(({ environment, record, decision }) => ({
    environment: environment.name,
    decision,
    targets: record.targets,
  }));
  // Where nothing is touched, only a comment that says otherwise by now is put right.
  const ifThere = reports.every(({ targets }) => targets.length === 0);
  await deps.conversation.keep(pull, PREVIEW_MARKER, pullComment(reports), { ifThere });
  for (const { environment, record, decision } of decided) {
    const { fingerprint } = record;
    await deps.checks.publish(pull.repository, pull.head.sha, {
      name: checkName(environment.name),
      reference: {
        pull: pull.number,
        environment: environment.name,
        ...(fingerprint !== undefined && { fingerprint }),
      },
      ...checkOutput(decision, record.targets),
    });
    for (const diff of diffPages(environment.name, record.targets)) {
      const check = { ...diff, reference: { pull: pull.number }, conclusion: 'neutral' as const };
      await deps.checks.publish(pull.repository, pull.head.sha, check);
    }
  }
}
