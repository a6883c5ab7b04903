import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type ValidateFunction, Ajv } from 'ajv';
import addFormats from 'ajv-formats';

type Schema = Record<string, unknown>;

/** One of GitHub's published descriptions, compiled as it is needed. */
export interface Description {
  /** What is at the JSON pointer's segments. Follows references. */
  at(...segments: readonly string[]): Schema | undefined;
  /** @returns what of the value breaks the schema at the segments */
  problems(value: unknown, ...segments: readonly string[]): readonly string[];
}

const BROKEN_SHOWN = 5;

/**
 * @param name of a package that holds GitHub's description for github.com
 * @param corrected by JSON pointer, what is described instead of an obvious mistake
 */
export async function loadDescription(
  name: string,
  corrected: Readonly<Record<string, Schema>> = {},
): Promise<Description> {
  const file = createRequire(import.meta.url).resolve(`${name}/generated/api.github.com.json`);
  const document = withNullTypes(JSON.parse(await readFile(file, 'utf8'))) as Schema;
  for (const [pointer, schema] of Object.entries(corrected)) {
    const segments = segmentsOf(pointer);
    Object.assign(find(document, segments.slice(0, -1)) ?? {}, { [segments.at(-1) ?? '']: schema });
  }
  const ajv = new Ajv({ strict: false, logger: false });
  addFormats.default(ajv);
  // Bots' addresses have brackets: `1+plumbline[bot]@users.noreply.github.com`.
  ajv.addFormat('email', /^[^@\s]+@[^@\s]+$/);
  ajv.addSchema(document, name);
  const compiled = new Map<string, ValidateFunction>();
  const compile = (pointer: string) => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `${name}#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
  return {
    at: (...segments) => find(document, segments),
    problems(value, ...segments) {
      const validate = compile(pointerOf(document, segments));
      if (validate(value)) return [];
      const errors = validate.errors ?? [];
      return errors
        .slice(0, BROKEN_SHOWN)
        .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
    },
  };
}

/** OpenAPI 3.0 writes `nullable: true` where JSON Schema has `null` among the types and values. */
function withNullTypes(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withNullTypes);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withNullTypes(value)]));
  // Some lists of an App's events know `merge_group` by the name that it had before.
  if (Array.isArray(copy['enum']) && copy['enum'].includes('merge_queue_entry'))
    copy['enum'].push('merge_group');
  if (copy['nullable'] !== true) return copy;
  delete copy['nullable'];
  return { anyOf: [{ type: 'null' }, copy] };
}

function find(document: Schema, segments: readonly string[]): Schema | undefined {
  let node: unknown = document;
  for (const segment of segments) {
    node = follow(document, node);
    node = (node as Schema | undefined)?.[segment];
  }
  return follow(document, node) as Schema | undefined;
}

function follow(document: Schema, node: unknown): unknown {
  const reference = (node as { $ref?: string } | undefined)?.$ref;
  return reference === undefined ? node : find(document, segmentsOf(reference));
}

/** The pointer to a place, where each reference on the way is replaced by what it refers to. */
function pointerOf(document: Schema, segments: readonly string[]): string {
  let place: string[] = [];
  for (const segment of segments) {
    place.push(segment);
    const node = find(document, place.slice(0, -1))?.[segment] as { $ref?: string } | undefined;
    if (node?.$ref !== undefined) place = segmentsOf(node.$ref);
  }
  return place.map((each) => `/${encodeURIComponent(escaped(each))}`).join('');
}

function segmentsOf(reference: string): string[] {
  return reference
    .replace(/^#?\//, '')
    .split('/')
    .map((segment) => decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function escaped(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}
