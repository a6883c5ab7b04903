import { type Json, type JsonObject, isObject } from '../../src/core/json/json.ts';

/** Numbers from 0 up to 1 that a seed decides (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error('There is nothing to pick from.');
  return chosen;
}

/** The object with one thing changed somewhere: a value, a key or an entry more, less or elsewhere. Often no valid one. */
export function mutated(random: Random, object: JsonObject): JsonObject {
  const result = structuredClone(object);
  const places = placesOf(result).filter((place) => isFree(place.path));
  if (places.length > 0) change(random, pick(random, places));
  return result;
}

interface Place {
  readonly path: string;
  readonly parent: Json[] | JsonObject;
  readonly key: string | number;
  readonly value: Json;
}

function placesOf(parent: Json[] | JsonObject, path = ''): Place[] {
  const entries: [string | number, Json][] = Array.isArray(parent)
    ? [...parent.entries()]
    : Object.entries(parent);
  return entries.flatMap(([key, value]) => {
    const own = { path: `${path}/${key}`, parent, key, value };
    return typeof value === 'object' && value !== null ? [own, ...placesOf(value, own.path)] : [own];
  });
}

/** Identity stays, and what the server keeps for itself. */
function isFree(path: string): boolean {
  const fixed = /^\/(apiVersion|kind|metadata|status)$|^\/metadata\/(?!labels\/|annotations\/)|^\/status\//;
  return !fixed.test(path);
}

function change(random: Random, { parent, key, value }: Place): void {
  const into = parent as JsonObject;
  if (random() < 0.25) return remove(parent, key);
  if (Array.isArray(value) && value.length > 0) return changeList(random, value);
  if (isObject(value)) {
    if (random() < 0.15) into[key] = {};
    else value[`extra${Math.floor(random() * 3)}`] = pick<Json>(random, ['x', 1, {}, null]);
  } else into[key] = otherScalar(random, value);
}

function remove(parent: Json[] | JsonObject, key: string | number): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function changeList(random: Random, list: Json[]): void {
  const chance = random();
  if (chance < 0.4) list.reverse();
  else if (chance < 0.7) list.splice(Math.floor(random() * list.length), 1);
  else list.push(mutatedItem(random, pick(random, list)));
}

function mutatedItem(random: Random, item: Json): Json {
  if (!isObject(item)) return otherScalar(random, item);
  const copy = structuredClone(item);
  for (const key of ['name', 'containerPort', 'port', 'mountPath']) {
    if (copy[key] !== undefined && random() < 0.8) copy[key] = otherScalar(random, copy[key]);
  }
  return copy;
}

function otherScalar(random: Random, value: Json): Json {
  if (typeof value === 'number') return value + (random() < 0.5 ? 1 : -1);
  if (typeof value === 'boolean') return !value;
  return pick<Json>(random, [`${typeof value === 'string' ? value : ''}x`, '', 'other', null]);
}
