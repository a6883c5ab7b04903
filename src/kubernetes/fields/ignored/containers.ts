import { type Json, type JsonObject, isContainer } from '../../../core/json/json.ts';
import { type PathStep, isSelected } from '../../../core/json/pointer.ts';

/** A list or a map. */
export type Container = Json[] | JsonObject;

/** Removes a value where there is none to put. */
export function put(into: Container, key: string | number, value: Json | undefined): void {
  if (value === undefined) drop(into, key);
  else (into as JsonObject)[key] = value;
}

export function drop(from: Container, key: string | number): void {
  if (Array.isArray(from)) from.splice(Number(key), 1);
  else delete from[key];
}

/** The keys or positions that a step of a path selects. */
export function keysAt(container: Container, step: PathStep): (string | number)[] {
  if (!Array.isArray(container)) return 'key' in step && Object.hasOwn(container, step.key) ? [step.key] : [];
  const position = 'index' in step ? step.index : 'key' in step ? Number(step.key) : undefined;
  if (position !== undefined) return position in container ? [position] : [];
  const { entry } = step as { readonly entry: Readonly<Record<string, Json>> };
  return [...container.keys()].filter((index) => isSelected(container[index], entry));
}

/** The value that a step selects in live; undefined where it selects none. */
export function liveAt(live: Json | undefined, step: PathStep): Json | undefined {
  const [at] = isContainer(live) ? keysAt(live, step) : [];
  return at === undefined ? undefined : valueAt(live as Container, at);
}

export function valueAt(container: Container, key: string | number): Json | undefined {
  return (container as JsonObject)[key];
}
