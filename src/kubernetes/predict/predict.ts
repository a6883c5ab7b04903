import { setImmediate as nextTurn } from 'node:timers/promises';
import pLimit from 'p-limit';
import { describeOrigin } from '../../core/change/subject.ts';
import { OpsError } from '../../core/errors.ts';
import { type JsonObject, isObject } from '../../core/json/json.ts';
import { textAt } from '../../core/json/read-json.ts';
import type { Given } from '../../core/plan/given.ts';
import { declaredTypes } from '../discovery/declared-types.ts';
import { LEFT_NOTHING } from '../fields/managers/field-managers.ts';
import type { Identified } from '../identify/identify.ts';
import type { Exposures } from '../inventory/exposure.ts';
import { describeResource, resourceKey, idOf } from '../objects/resource.ts';
import type { Observed, Sighting } from '../observe/observe.ts';
import type { Snapshot } from '../observe/snapshot.ts';
import { dryRunElsewhere } from './dry-run-elsewhere.ts';
import { type Asking, type Missing, dryRunInput } from './dry-run-input.ts';
import { isNoop } from './no-op.ts';
import { predictObject } from './predict-object.ts';
import { type Expectation, failed } from './prediction.ts';
import { closed, cover, kept } from './take-over.ts';

/** More at once is no faster: the server is the limit (`dependencies.md` measured 8 to 32). */
const CONCURRENT_DRY_RUNS = 16;

export interface PredictInput extends Asking {
  readonly items: readonly Identified[];
  readonly sighting: Sighting;
  readonly snapshot: Snapshot;
  /** How much of a live object may be shown. */
  readonly exposures: Exposures;
  /** Whether new objects were dry-run already, when the plan was approved. */
  readonly asApproved: boolean;
  /** The objects that the syncs of other targets create before. */
  readonly given: readonly Given[];
}

/**
 * Predicts each object: proven from field ownership, or by a dry-run of the very request that a sync would send. The
 * objects observed first come first, and `judge` gets each prediction as soon as it is known, while the server works
 * on.
 */
export async function predict<Judged>(
  input: PredictInput,
  judge: (expectation: Expectation) => Judged | Promise<Judged>,
): Promise<Judged[]> {
  const limit = pLimit(CONCURRENT_DRY_RUNS);
  let known: ReturnType<Missing> | undefined;
  const missing = () => (known ??= missingOf(input));
  const expect = async (item: Identified) => {
    const observed = await input.sighting.of(item);
    // A new object may need another one that is not there yet either.
    if (observed === undefined) await missing();
    const expectation = await limit(async () => {
      // Requests go out, and answers come in, only between turns of the event loop.
      await nextTurn();
      return expectationOf(input, item, observed, missing);
    });
    return judge(expectation);
  };
  try {
    return await Promise.all(input.items.map(expect));
  } finally {
    // Where the plan has failed, nobody waits for the other answers.
    limit.clearQueue();
  }
}

async function missingOf({ items, sighting, given }: PredictInput): Promise<ReadonlyMap<string, string>> {
  const live = await sighting.all;
  const own = items.map(({ id }) => resourceKey(id)).filter((key) => live.get(key) === undefined);
  const brought = given.map(
    ({ subject, by }) => [resourceKey(idOf(subject)), `target ${by}, which is synced before`] as const,
  );
  return new Map([...brought, ...own.map((key) => [key, 'the same sync'] as const)]);
}

async function expectationOf(
  input: PredictInput,
  item: Identified,
  observed: Observed,
  missing: Missing,
): Promise<Expectation> {
  if (observed instanceof OpsError)
    return { item, live: undefined, body: item.object, prediction: failed(observed), left: LEFT_NOTHING };
  const exposure = observed === undefined ? 'open' : await input.exposures(item.id, observed);
  if (exposure === 'closed') return closed(item);
  if (typeof exposure === 'object') return kept(item, exposure.kept);
  if (observed !== undefined && isTerminating(observed)) {
    return {
      item,
      live: observed,
      body: item.object,
      prediction: failed(terminating(item)),
      left: LEFT_NOTHING,
    };
  }
  if (observed !== undefined && exposure === 'covered') {
    return cover(dryRunInput(input, item, undefined), observed);
  }
  const asked = dryRunInput(input, item, observed);
  const { live, body, left } = asked;
  if (isNoop(asked, input.cache)) return { item, live, body, left, prediction: { status: 'proven' } };
  const pending = (reason: string) => ({
    item,
    live,
    body,
    left,
    prediction: { status: 'pending' as const, reason },
  });
  if (item.kindPending) return pending(noKindYet(item, input.given));
  if (live !== undefined) return predictObject(input, asked, missing);
  if (input.asApproved) return pending('validated when it was approved');
  const whose = (await missing()).get(namespaceKey(item));
  if (whose !== undefined) return dryRunElsewhere(asked, whose);
  return predictObject(input, asked, missing);
}

function noKindYet({ apiVersion, object }: Identified, given: readonly Given[]): string {
  const by = given.find((one) => declaredTypes([one]).has(`${apiVersion} ${textAt(object, 'kind')}`))?.by;
  const whose = by === undefined ? 'the same sync' : `target ${by}, which is synced before`;
  return `not validated yet: its CRD is created by ${whose}`;
}

function namespaceKey({ id }: Identified): string {
  return resourceKey({ group: '', kind: 'Namespace', namespace: '', name: id.namespace });
}

function isTerminating(object: JsonObject): boolean {
  return isObject(object['metadata']) && object['metadata']['deletionTimestamp'] !== undefined;
}

function terminating(item: Identified): OpsError {
  return new OpsError({
    code: 'conflict',
    subject: `${describeOrigin(item.origin)}: ${describeResource(item.id)}`,
    message: 'the live object is being deleted. Wait until it is gone (see its finalizers), then plan again.',
    retryable: true,
  });
}
