import type { Writer } from '../../../core/change/change.ts';
import { type Json, type JsonObject, isObject } from '../../../core/json/json.ts';
import type { FieldPath } from '../../../core/json/pointer.ts';
import { asText } from '../../../core/json/read-json.ts';
import { type FieldSet, type Segments, segmentOf } from '../field-set.ts';

/** One entry of `metadata.managedFields`. */
export interface Ownership {
  readonly manager: string;
  readonly operation: string;
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time?: string;
  readonly fields: FieldSet;
}

export function ownershipsOf(object: JsonObject): Ownership[] {
  const metadata = object['metadata'];
  const entries = isObject(metadata) ? metadata['managedFields'] : undefined;
  if (!Array.isArray(entries)) return [];
  return entries.filter(isObject).map((entry) => ({
    manager: asText(entry['manager']),
    operation: asText(entry['operation']),
    apiVersion: asText(entry['apiVersion']),
    subresource: asText(entry['subresource']),
    ...(typeof entry['time'] === 'string' && { time: entry['time'] }),
    fields: isObject(entry['fieldsV1']) ? entry['fieldsV1'] : {},
  }));
}

/** The managers of a field, of anything below it, or of the atomic value around it. */
export function managersOf(path: FieldPath, owners: readonly Ownership[]): string[] {
  const segments = path.map(segmentOf);
  const found = owners.filter((owner) => touches(owner.fields, segments));
  return [...new Set(found.map(({ manager }) => manager))];
}

/** The last writer among the managers of a field, of anything below it, or of the atomic value around it. */
export function writerOf(path: FieldPath, owners: readonly Ownership[]): Writer | undefined {
  const segments = path.map(segmentOf);
  const found = owners.filter((owner) => touches(owner.fields, segments));
  found.sort((a, b) => (a.time ?? '').localeCompare(b.time ?? ''));
  const last = found.at(-1);
  return last && { manager: last.manager, ...(last.time !== undefined && { time: last.time }) };
}

function touches(set: FieldSet, segments: Segments): boolean {
  let node: Json = set;
  for (const segment of segments) {
    const child: Json | undefined = node[segment];
    if (!isObject(child)) return node !== set && Object.keys(node).length === 0;
    node = child;
  }
  return true;
}
