import { deployable } from '../../core/gate/judge.ts';
import type { RepositoryRef } from '../../core/refs.ts';
import type { PullRequest, Pulls } from '../../ports/pulls.ts';
import type { SyncRecords } from '../../ports/records/sync-records.ts';
import { readableConfigOf } from '../configuration/configuration-in-force.ts';
import type { Base } from '../configuration/read-base.ts';
import { type JudgeDeps, judgePull } from '../decide/judge-pull.ts';

export interface StillDeps extends JudgeDeps {
  readonly pulls: Pick<Pulls, 'read' | 'ofHead'>;
  readonly syncs: Pick<SyncRecords, 'ofPull'>;
}

export interface StillToDeploy {
  readonly pull: PullRequest;
  /** Ids of the targets without a recorded sync. */
  readonly targets: readonly string[];
}

/** The pull request merged as the commit, if a plan that passed its gate is still to be deployed. */
export async function stillToDeploy(
  deps: StillDeps,
  repository: RepositoryRef,
  commit: string,
  base: Base,
): Promise<StillToDeploy | undefined> {
  for (const number of await deps.pulls.ofHead(repository, commit)) {
    const pull = await deps.pulls.read({ repository, number });
    if (pull.mergeCommit !== commit || pull.base.branch !== base.branch) continue;
    const targets = await undeployedOf(deps, pull, base);
    if (targets.length > 0) return { pull, targets };
  }
  return undefined;
}

async function undeployedOf(deps: StillDeps, pull: PullRequest, base: Base): Promise<readonly string[]> {
  const begun = new Set((await deps.syncs.ofPull(pull)).map(({ target }) => target));
  const shown = (await deps.previews.ofPull(pull)).filter(({ head }) => head === pull.head.sha);
  const isOpen = ({ target }: { readonly target: string }) => !begun.has(target);
  // The facts are read only where a sync may be missing.
  if (!shown.some(({ targets }) => targets.some(isOpen))) return [];
  const config = readableConfigOf(deps.configuration, base.inForce);
  const judged = await judgePull(deps, pull, base);
  const due = judged.flatMap((each) => deployable(each, shown, config)?.record.targets ?? []);
  return due.filter(isOpen).map(({ target }) => target);
}
