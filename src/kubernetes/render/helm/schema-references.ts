import { posix } from 'node:path';
import { OpsError } from '../../../core/errors.ts';
import type { WrittenFile } from '../../../process/write-inside.ts';

const REFERENCES = new Set(['$ref', '$dynamicRef', '$recursiveRef', '$schema']);
const NAMES = new Set(['$id', 'id']);

/** The schemas that are built into Helm's schema reader. */
const META = /^https?:\/\/json-schema\.org\//;

/** Helm's name for the schema of a chart, from which relative references start. */
const BASE = 'file:///values.schema.json';

/**
 * Refuses a reference that leads out of a `values.schema.json`: Helm would follow it to any file or address. Only
 * references into the schema itself, and to the schemas that Helm has built in, are let through.
 * @param files of a chart, and of those in it
 * @throws OpsError `invalid-source` that names the reference
 */
export function refuseForeignReferences(files: readonly WrittenFile[]): void {
  for (const file of files) if (posix.basename(file.path) === 'values.schema.json') check(file);
}

function check({ path, bytes }: WrittenFile): void {
  const found = collect(parse(path, bytes));
  const ids = new Set(found.names.flatMap((name) => [name, resolved(name, BASE)]).map(withoutFragment));
  const base = found.root === undefined ? BASE : resolved(found.root, BASE);
  const own = new Set([...ids, withoutFragment(base), BASE]);
  const isOwn = (reference: string) =>
    reference.startsWith('#') ||
    META.test(reference) ||
    own.has(withoutFragment(reference)) ||
    own.has(withoutFragment(resolved(reference, base)));
  const foreign = found.references.find((reference) => !isOwn(reference));
  if (foreign === undefined) return;
  throw refused(
    path,
    `the reference ${JSON.stringify(foreign)} leads out of the schema, and nothing is fetched or read for it. Put what it names under "$defs".`,
  );
}

function parse(path: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    throw refused(path, 'it is no JSON. Correct it.');
  }
}

interface Collected {
  readonly references: readonly string[];
  readonly names: readonly string[];
  /** The schema's own `$id`. */
  readonly root: string | undefined;
}

function collect(schema: unknown): Collected {
  const references: string[] = [];
  const names: string[] = [];
  const left = [schema];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, field] of Object.entries(value)) {
      if (typeof field !== 'string') left.push(field);
      else if (REFERENCES.has(key)) references.push(field);
      else if (NAMES.has(key)) names.push(field);
    }
  }
  const own = typeof schema === 'object' && schema !== null && '$id' in schema ? schema.$id : undefined;
  return { references, names, root: typeof own === 'string' ? own : undefined };
}

function resolved(reference: string, base: string): string {
  return URL.canParse(reference, base) ? new URL(reference, base).href : reference;
}

function withoutFragment(reference: string): string {
  return reference.replace(/#.*$/s, '');
}

function refused(subject: string, message: string): OpsError {
  return new OpsError({ code: 'invalid-source', subject, message });
}
