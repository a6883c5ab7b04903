import pMap from 'p-map';
import { expect, inject, it, onTestFinished } from 'vitest';
import { OpsError } from '../../../src/core/errors.ts';
import { type JsonObject, printJson } from '../../../src/core/json/json.ts';
import type { Client } from '../../../src/kubernetes/client/client.ts';
import { connect } from '../../../src/kubernetes/connect.ts';
import { type Discovery, discover } from '../../../src/kubernetes/discovery/discovery.ts';
import { live } from '../../support/live.ts';
import { mutated, randomOf } from '../../support/random.ts';
import { scale, timeFor } from '../../support/scale.ts';
import { SEED } from '../../support/seed.ts';
import { type Case, type Edit, applicable, casesOf, mixed, renamed } from './generated-cases.ts';
import { type Bench, settle } from './generated-sync.ts';
import { defineWidgets } from './proof-samples.ts';

const GENERATED = 'generated manifests and live edits on a real API server';
/** More on demand. */
const RUNS = Number(process.env['PLUMBLINE_RUNS'] ?? scale(GENERATED));
/** So many objects share a plan and a sync: what takes time is not the objects. */
const AT_ONCE = 40;

it(
  'whatever is declared, edited live and declared then: it comes live as predicted, and nothing is left to do',
  async () => {
    const at = await live();
    await defineWidgets(at);
    const client = await connect({
      context: inject('context'),
      kubeconfig: inject('kubeconfig'),
      env: process.env,
    });
    onTestFinished(() => client.close());
    const cases = casesOf(SEED, RUNS);
    const bench: Bench = { at, refused: 0, synced: 0, changed: 0, stuck: 0, leaves: false };
    const wrong: string[] = [];
    for (let from = 0; from < cases.length; from += AT_ONCE) {
      bench.leaves = (from / AT_ONCE) % 2 === 1;
      wrong.push(...(await run(bench, client, cases.slice(from, from + AT_ONCE))));
    }
    const again = `PLUMBLINE_SEED=${SEED} PLUMBLINE_RUNS=${RUNS}`;
    expect(wrong.join('\n\n'), again).toBe('');
    // The server refuses some; were it most of them, little would be tried.
    expect(bench.refused / bench.synced, again).toBeLessThan(0.5);
    expect(bench.stuck / bench.synced, again).toBeLessThan(0.02);
    expect(bench.changed, again).toBeGreaterThan(RUNS / 3);
  },
  timeFor(GENERATED, 600_000),
);

async function run(bench: Bench, client: Client, cases: readonly Case[]): Promise<string[]> {
  const created = await settle(
    bench,
    cases.map(({ first }) => first),
  );
  if (created.length > 0) return created.map((problem) => told(problem, cases));
  const discovery = await discover(client);
  const edited = new Map<string, string[]>();
  await pMap(
    cases,
    async ({ name, first, other, edits }) => {
      for (const edit of edits) {
        const place = { client, discovery, namespace: bench.at.namespace };
        const said = await disturb(place, [first, other], edit);
        edited.set(name, [...(edited.get(name) ?? []), said]);
      }
    },
    { concurrency: 8 },
  );
  const problems = await settle(
    bench,
    cases.flatMap(({ last }) => (last === undefined ? [] : [last])),
  );
  return problems.map((problem) => told(problem, cases, edited));
}

interface Place {
  readonly client: Client;
  readonly discovery: Discovery;
  readonly namespace: string;
}

/** Somebody else writes the object. @returns what was written; most that is refused tells nothing */
async function disturb(
  { client, discovery, namespace }: Place,
  [first, other]: readonly [JsonObject, JsonObject],
  edit: Edit,
): Promise<string> {
  const answer = discovery.lookup(first['apiVersion'] as string, first['kind'] as string);
  if (answer.status !== 'served') throw new Error(`${first['kind'] as string} is not served.`);
  const { type } = answer;
  const { name } = first['metadata'] as unknown as { name: string };
  const random = randomOf(edit.seed);
  const changed = (object: JsonObject) => {
    let result = object;
    for (let time = 0; time < edit.times; time += 1) result = mutated(random, result);
    return applicable(result);
  };
  try {
    if (edit.how === 'apply' || edit.how === 'combine') {
      const body = edit.how === 'apply' ? changed(first) : applicable(mixed(random, first, other));
      await client.apply(type, { namespace, name }, body, { fieldManager: edit.manager, force: true });
      return `${edit.manager} applied ${printJson(body)}`;
    }
    const current = await client.read(type, { namespace, name });
    const body = edit.how === 'rename' ? renamed(random, current) : changed(current);
    const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
    const path = `${root}/namespaces/${namespace}/${type.plural}/${name}`;
    await client.raw({ method: 'PUT', path, query: { fieldManager: edit.manager }, body });
    return `${edit.manager} updated to ${printJson(body)}`;
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return `${edit.manager}: refused`;
  }
}

function told(problem: string, cases: readonly Case[], edited?: ReadonlyMap<string, string[]>): string {
  const found = cases.find(({ name }) => new RegExp(`\\b${name}\\b`).test(problem));
  if (found === undefined) return problem;
  const steps =
    edited === undefined ? [] : [...(edited.get(found.name) ?? []), `then ${printJson(found.last)}`];
  return [problem, `first ${printJson(found.first)}`, ...steps].join('\n  ');
}
