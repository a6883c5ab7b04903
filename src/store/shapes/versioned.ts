import { OpsError } from '../../core/errors.ts';
import { type Json, isObject, parseJson } from '../../core/json/json.ts';
import { printTree, treeOf } from '../../core/json/tree-json.ts';

/** Makes a value of one version the value of the next. Pure, and kept for good: it says what it reads, and imports no type. */
export type Upgrade = (before: Json) => Json | undefined;

/**
 * The form in which values of a type are stored: JSON text with the version of its shape. 64-bit integers stay whole, and
 * markers are what no source can write.
 */
export interface Versioned<T> {
  write(value: T): string;
  /** @throws OpsError `unsupported` for a version that a newer program wrote: it is never guessed at */
  read(text: string): T;
}

/**
 * @param name the value's key in the text, and its name in errors
 * @param upgrades from version 1 to 2, from 2 to 3, and so on; a changed shape adds one. Where an upgrade gives
 *   undefined, the value cannot be told in the new shape, and `T` says so.
 */
export function versioned<T>(name: string, upgrades: readonly Upgrade[] = []): Versioned<T> {
  const current = upgrades.length + 1;
  return {
    write: (value) => printTree({ version: current, [name]: value }),
    read(text) {
      const { version, value } = split(name, parseJson(text));
      if (version > current) throw newer(name, version, current);
      const steps = upgrades.slice(version - 1);
      const read = steps.reduce<Json | undefined>(
        (old, step) => (old === undefined ? old : step(old)),
        value,
      );
      // Only we write these texts.
      return (read === undefined ? read : treeOf(read)) as T;
    },
  };
}

/** A text from before versions is its bare value, of version 1. */
function split(name: string, stored: Json): { version: number; value: Json | undefined } {
  const isBare =
    !isObject(stored) ||
    typeof stored['version'] !== 'number' ||
    Object.keys(stored).some((key) => key !== 'version' && key !== name);
  return isBare ? { version: 1, value: stored } : { version: Number(stored['version']), value: stored[name] };
}

function newer(name: string, version: number, current: number): OpsError {
  return new OpsError({
    code: 'unsupported',
    subject: `stored ${name} of version ${version}`,
    message: `a newer Plumbline wrote it; this one reads versions up to ${current}. Run that version or a later one.`,
  });
}
