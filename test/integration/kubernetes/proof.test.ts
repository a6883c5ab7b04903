import { inject, it, onTestFinished, expect } from 'vitest';
import { OpsError } from '../../../src/core/errors.ts';
import { type JsonObject, equalJson } from '../../../src/core/json/json.ts';
import { connect } from '../../../src/kubernetes/connect.ts';
import { discover } from '../../../src/kubernetes/discovery/discovery.ts';
import { isNoopApply } from '../../../src/kubernetes/fields/is-noop-apply.ts';
import { live } from '../../support/live.ts';
import { mutated, randomOf } from '../../support/random.ts';
import { scale, timeFor } from '../../support/scale.ts';
import { SEED } from '../../support/seed.ts';
import { type Written, applyOther, nameOf, update, writeSubresource } from './others.ts';
import { defineWidgets, samples } from './proof-samples.ts';

const MUTATED = 'mutations of live objects that are proven or asked about';
/** More on demand. */
const MUTATIONS = Number(process.env['PLUMBLINE_MUTATIONS'] ?? scale(MUTATED));

interface Lane extends Written {
  /** What would be applied: changed now and then. */
  desired: JsonObject;
  readonly tally: Tally;
}

interface Tally {
  mutations: number;
  unchanged: number;
  proven: number;
  wrong: string[];
}

it(
  'K2: whatever is written by whom, what is proven unchanged an apply leaves unchanged',
  async () => {
    const { namespace, kubectl } = await live();
    await defineWidgets({ kubectl });
    const client = await connect({
      context: inject('context'),
      kubeconfig: inject('kubeconfig'),
      env: process.env,
    });
    onTestFinished(() => client.close());
    const discovery = await discover(client);
    const tally: Tally = { mutations: 0, unchanged: 0, proven: 0, wrong: [] };
    const objects = samples(namespace);
    const lanes = objects.map((desired, index): Lane => {
      const answer = discovery.lookup(desired['apiVersion'] as string, desired['kind'] as string);
      if (answer.status !== 'served') throw new Error(`${desired['kind'] as string} is not served.`);
      return { client, type: answer.type, random: randomOf(SEED + index), desired, tally };
    });
    await Promise.all(lanes.map((lane) => drive(lane, Math.ceil(MUTATIONS / lanes.length))));
    expect(tally.wrong, `PLUMBLINE_SEED=${SEED}`).toEqual([]);
    expect(tally.mutations, `PLUMBLINE_SEED=${SEED}`).toBeGreaterThanOrEqual(Math.min(2000, MUTATIONS * 0.8));
    // A proof that never succeeds would be no use.
    expect(
      tally.proven / tally.unchanged,
      `PLUMBLINE_SEED=${SEED}: ${JSON.stringify(tally)}`,
    ).toBeGreaterThan(0.4);
  },
  timeFor(MUTATED, 180_000),
);

/** So many refusals in a row: what others wrote leaves no room for what we want. */
const STUCK = 8;

async function drive(lane: Lane, least: number): Promise<void> {
  const original = lane.desired;
  await applyOurs(lane);
  for (let [done, refused] = [0, 0]; done < least;) {
    // The server refuses many a mutation: these do not count.
    if (await disturb(lane)) {
      [done, refused] = [done + 1, 0];
      lane.tally.mutations += 1;
      await judge(lane);
      if (lane.random() < 0.5) await applyOurs(lane);
    } else refused += 1;
    if (refused < STUCK && lane.random() > 0.05) continue;
    refused = 0;
    lane.desired = original;
    await lane.client.remove(lane.type, nameOf(original));
    await applyOurs(lane);
  }
}

/** Somebody writes the object, or what we want of it changes. @returns whether it was accepted */
async function disturb(lane: Lane): Promise<boolean> {
  const { random } = lane;
  const chance = random();
  const wanted = lane.desired;
  try {
    if (chance < 0.15) lane.desired = mutated(random, lane.desired);
    else if (chance < 0.6) await update(lane);
    else if (chance < 0.9) await applyOther(lane);
    else await writeSubresource(lane);
    // One that the server would not take at all tells nothing.
    await ask(lane, false);
    return true;
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    lane.desired = wanted;
    return false;
  }
}

async function applyOurs(lane: Lane): Promise<void> {
  await lane.client.apply(lane.type, nameOf(lane.desired), lane.desired, { force: true });
}

async function ask(
  { client, type, desired }: Lane,
  onlyProven: boolean,
): Promise<[JsonObject, JsonObject] | undefined> {
  for (;;) {
    const object = await client.read(type, nameOf(desired));
    if (onlyProven && !isNoopApply(desired, object)) return undefined;
    const answer = await client.apply(type, nameOf(desired), desired, { force: true, dryRun: true });
    // A controller may write between the two.
    if (versionOf(object) === versionOf(answer.object)) return [object, answer.object];
  }
}

function versionOf(object: JsonObject): unknown {
  return (object['metadata'] as JsonObject)['resourceVersion'];
}

async function judge(lane: Lane): Promise<void> {
  const answer = await ask(lane, false);
  if (answer === undefined) return;
  const [before, after] = answer.map(withoutTimes) as [JsonObject, JsonObject];
  const unchanged = equalJson(before, after);
  const proven = isNoopApply(lane.desired, answer[0]);
  lane.tally.unchanged += Number(unchanged);
  lane.tally.proven += Number(proven);
  if (proven && !unchanged) {
    lane.tally.wrong.push(JSON.stringify({ desired: lane.desired, before, after }));
  }
}

/** The object with its ownership; when it was recorded is not looked at. */
function withoutTimes(object: JsonObject): JsonObject {
  const metadata = object['metadata'] as JsonObject;
  const entries = ((metadata['managedFields'] ?? []) as JsonObject[]).map(({ time: _time, ...entry }) =>
    JSON.stringify(entry),
  );
  return { ...object, metadata: { ...metadata, managedFields: entries.toSorted() } };
}
