import type { Change } from '../../src/core/change/change.ts';
import { OpsError } from '../../src/core/errors.ts';
import { fingerprintOf } from '../../src/core/plan/fingerprint.ts';
import type { Outcome } from '../../src/core/sync/outcome.ts';
import type { Target } from '../../src/core/target/target.ts';
import type { Engine, Prepared } from '../../src/ports/engine.ts';
import type { Source } from '../../src/ports/source.ts';

/** Lights by name, each `on` or `off`. */
export type House = Map<string, string>;

interface Lights {
  readonly engine: Engine<Target, House>;
  readonly house: House;
  /** Somebody presses a switch. */
  press(name: string, state: string): void;
}

/** A small live system with an engine: lights, declared in files `NAME STATE`. Held to `test/contract/engine.test.ts`. */
export function createLights(): Lights {
  const house: House = new Map();
  const watching = new Set<() => void>();
  const engine: Engine<Target, House> = {
    reads: async ({ path }) => [path],
    open: async (target) => ({
      plan: async ({ source }) => planLights(house, target, source),
      inspect: async () => ({
        objects: [...house.keys()].map((name) => ({ id: light(name), health: { status: 'healthy' } })),
        unknown: [],
      }),
      apply: async ({ plan, payload }, { observe }) => {
        const outcomes = plan.changes.map(({ id, action }): Outcome => ({ id, action, result: 'applied' }));
        for (const [name, state] of payload) house.set(name, state);
        for (const name of house.keys()) if (!payload.has(name)) house.delete(name);
        for (const outcome of outcomes) observe({ type: 'outcome', outcome });
        return { outcomes, unhealthy: [] };
      },
      close: async () => undefined,
    }),
    watch: async (_target, changed) => {
      watching.add(changed);
      return { stop: async () => void watching.delete(changed) };
    },
  };
  const press = (name: string, state: string) => {
    house.set(name, state);
    for (const changed of watching) changed();
  };
  return { engine, house, press };
}

async function planLights(house: House, target: Target, source: Source): Promise<Prepared<House>> {
  const declared = await declaredIn(source, target.path);
  const names = [...new Set([...declared.keys(), ...house.keys()])].toSorted();
  const changes = names.flatMap((name) => changeOf(name, house.get(name), declared.get(name)) ?? []);
  const intent = { target: target.id, cluster: target.destination, changes };
  const rest = { source: source.description, unchanged: names.length - changes.length, unknown: [] };
  return {
    plan: { ...intent, ...rest, warnings: [], fingerprint: fingerprintOf(intent) },
    payload: declared,
  };
}

async function declaredIn(source: Source, path: string): Promise<House> {
  const texts = (await source.files(path)).map(({ text }) => text);
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
  return new Map(lines.map(read));
}

function read(line: string): [string, string] {
  const [name = '', state = '', more] = line.split(' ');
  if (['on', 'off'].includes(state) && more === undefined) return [name, state];
  throw new OpsError({ code: 'invalid-source', subject: name, message: 'it is neither on nor off.' });
}

function changeOf(name: string, live: string | undefined, declared: string | undefined): Change | undefined {
  if (live === declared) return undefined;
  const action = live === undefined ? 'create' : declared === undefined ? 'delete' : 'update';
  const before = live !== undefined && { before: live };
  const after = declared !== undefined && { after: declared };
  const field = { path: [{ key: 'state' }], ...before, ...after };
  return {
    id: light(name),
    action,
    fields: action === 'update' ? [field] : [],
    ...(live !== undefined && { before: { state: live } }),
    ...(declared !== undefined && { after: { state: declared } }),
    marks: [],
  };
}

function light(name: string) {
  return { group: '', kind: 'Light', namespace: '', name };
}
