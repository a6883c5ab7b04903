import fc from 'fast-check';
import type { JsonObject } from '../../../src/core/json/json.ts';
import { type Random, mutated, pick, randomOf } from '../../support/random.ts';
import { KINDS, metadata } from './generated-objects.ts';

/** Somebody else's write, made from what is live then. */
export interface Edit {
  /**
   * `combine`: applies what the source says first, with parts of another manifest. `rename`: gives an entry of a list
   * another key.
   */
  readonly how: 'update' | 'apply' | 'combine' | 'rename';
  readonly manager: string;
  readonly times: number;
  readonly seed: number;
}

/** One object: what the source says first, what others do to it live, what the source says then. */
export interface Case {
  readonly name: string;
  readonly first: JsonObject;
  /** Another manifest of the same kind and name. */
  readonly other: JsonObject;
  readonly edits: readonly Edit[];
  /** Undefined: no longer declared. */
  readonly last: JsonObject | undefined;
}

const PEOPLE = ['kubectl-edit', 'kubectl-client-side-apply', 'k9s'];
const OTHERS = ['some-controller', 'helm', 'argocd-controller'];

const edit = fc.record({
  how: fc.constantFrom('update', 'update', 'apply', 'combine', 'rename'),
  manager: fc.constantFrom(...PEOPLE, ...OTHERS),
  times: fc.integer({ min: 1, max: 3 }),
  seed: fc.nat(),
}) as fc.Arbitrary<Edit>;

const WAYS = ['same', 'mutated', 'mutated', 'mixed', 'mixed', 'other', 'gone'] as const;

const unnamed = fc.constantFrom(...KINDS).chain(([apiVersion, kind, object]) =>
  fc.record({
    kind: fc.constant({ apiVersion, kind }),
    objects: fc.tuple(fc.tuple(object, metadata), fc.tuple(object, metadata)),
    edits: fc.array(edit, { maxLength: 2 }),
    way: fc.constantFrom(...WAYS),
    seed: fc.nat(),
  }),
);

/** The same cases for the same seed. */
export function casesOf(seed: number, runs: number): Case[] {
  return fc
    .sample(unnamed, { seed, numRuns: runs })
    .map(({ kind, objects, edits, way, seed: own }, index) => {
      const name = `case-${index}`;
      const [first = {}, other = {}] = objects.map(([object, about]): JsonObject => ({
        ...kind,
        metadata: { ...about, name },
        ...object,
      }));
      const last = lastOf(way, first, other, randomOf(own));
      return { name, first, other, edits, last: last && applicable(last) };
    });
}

function lastOf(
  way: (typeof WAYS)[number],
  first: JsonObject,
  other: JsonObject,
  random: Random,
): JsonObject | undefined {
  if (way === 'gone') return undefined;
  if (way === 'same') return first;
  if (way === 'mutated') return mutated(random, random() < 0.5 ? first : mutated(random, first));
  return way === 'other' ? other : mixed(random, first, other);
}

/**
 * Without what breaks server-side apply in the server itself, whoever asks: `null` in custom resources, and entries of
 * lists whose name is empty, which are stored without their key. Nor with pods, which nothing here would start.
 */
export function applicable(object: JsonObject): JsonObject {
  const custom = (object['apiVersion'] as string).startsWith('proof.');
  const text = JSON.stringify(object, (key, value: unknown) => {
    if (key === 'replicas') return 0;
    if (key === 'name' && (value === '' || value === null)) return 'unnamed';
    return custom && isPlain(value)
      ? Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null))
      : value;
  });
  return JSON.parse(text) as JsonObject;
}

/** Each field as it is in one of the two: what somebody who edits a manifest makes of it. */
export function mixed(random: Random, first: JsonObject, other: JsonObject): JsonObject {
  const keys = [...new Set([...Object.keys(first), ...Object.keys(other)])];
  const fields = keys.flatMap((key): [string, JsonObject[string]][] => {
    const [a, b] = [first[key], other[key]];
    if (isPlain(a) && isPlain(b)) return [[key, mixed(random, a, b)]];
    const chosen = pick(random, [{ value: a }, { value: b }]).value;
    return chosen === undefined ? [] : [[key, chosen]];
  });
  return Object.fromEntries(fields);
}

const KEYS = ['containerPort', 'port', 'mountPath', 'name'];

/** An entry of one of the object's lists under another key; the object itself where no list has such entries. */
export function renamed(random: Random, object: JsonObject): JsonObject {
  const result = structuredClone(object);
  const entries = entriesIn(result['spec']);
  if (entries.length === 0) return object;
  const entry = pick(random, entries);
  const key = KEYS.find((each) => entry[each] !== undefined) ?? '';
  const value = entry[key];
  if (typeof value === 'number') entry[key] = value + 1 + Math.floor(random() * 3);
  if (typeof value === 'string') entry[key] = `${value}x`;
  return result;
}

function entriesIn(value: unknown): JsonObject[] {
  if (Array.isArray(value)) {
    const own = value.filter(isPlain).filter((item) => KEYS.some((key) => item[key] !== undefined));
    return [...own, ...value.flatMap(entriesIn)];
  }
  return isPlain(value) ? Object.values(value).flatMap(entriesIn) : [];
}

function isPlain(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
