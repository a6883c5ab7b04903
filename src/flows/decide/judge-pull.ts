import { inForceAt } from '../../core/configuration/in-force-at.ts';
import { type Judged as JudgedCase, casesOf, judge } from '../../core/gate/judge.ts';
import type { Config } from '../../core/target/environment.ts';
import type { Configuration } from '../../ports/configuration.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { ConfigurationRecords } from '../../ports/records/configuration-records.ts';
import type { PreviewRecords, RecordedPreview } from '../../ports/records/preview-records.ts';
import { readableConfigOf } from '../configuration/configuration-in-force.ts';
import type { Base } from '../configuration/read-base.ts';
import { type FactsDeps, readFacts } from './gather-facts.ts';

export type JudgeDeps = FactsDeps & {
  readonly configuration: Pick<Configuration, 'parse'>;
  readonly configurations: Pick<ConfigurationRecords, 'all'>;
  readonly previews: Pick<PreviewRecords, 'ofPull'>;
};

export type Judged = JudgedCase<RecordedPreview>;

/** Judges every environment of a pull request by the configuration in force. */
export async function judgePull(
  deps: JudgeDeps,
  pull: PullRequest,
  { inForce: record }: Pick<Base, 'inForce'>,
): Promise<readonly Judged[]> {
  const previews = await deps.previews.ofPull(pull);
  const inForce = readableConfigOf(deps.configuration, record);
  const atMerge = await configsAtMerge(deps, pull);
  const judges = { inForce, ...(atMerge !== undefined && { atMerge }) };
  const cases = casesOf({ head: pull.head.sha, previews }, judges);
  const gates = cases.flatMap((each) => each.gates);
  return judge(await readFacts(deps, pull, previews, gates), cases);
}

/** The configurations that may have been in force at the merge, by GitHub's clock alone; undefined before a merge. */
async function configsAtMerge(
  { configuration, configurations }: JudgeDeps,
  { repository, mergedAt }: PullRequest,
): Promise<readonly (Config | undefined)[] | undefined> {
  if (mergedAt === undefined) return undefined;
  const all = await configurations.all(repository.id);
  return inForceAt(all, mergedAt).map((record) => readableConfigOf(configuration, record));
}
