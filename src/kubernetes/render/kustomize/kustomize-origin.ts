import { posix } from 'node:path';
import type { Origin } from '../../../core/change/subject.ts';
import type { JsonObject } from '../../../core/json/json.ts';
import { mapAt } from '../../../core/json/read-json.ts';
import type { Root } from './kustomize-closure.ts';

const ORIGIN = 'config.kubernetes.io/origin';

/** The text of a kustomization that also asks for the origin of each object; undefined where that cannot be added. */
export function askingOrigins({ text }: Root): string | undefined {
  // Appending a key is safe in a plain block mapping without that key.
  const isBlock = /^[A-Za-z]+:/m.test(text) && !/^\s*[{[]|^(---|\.\.\.)|buildMetadata/im.test(text);
  return isBlock ? `${text}\nbuildMetadata: [originAnnotations]\n` : undefined;
}

/** The file that a built object comes from; the kustomization itself where kustomize names none. */
export function originOf(object: JsonObject, top: Root): Origin {
  const told = mapAt(object, 'metadata', 'annotations')[ORIGIN];
  const path = typeof told === 'string' ? /^(?:path|configuredIn): (.+)$/m.exec(told)?.[1] : undefined;
  return { file: path === undefined ? top.file : posix.join(top.folder, path) };
}

/** The object without the origin annotation: we asked for it, and the source does not declare it. */
export function withoutOrigin(object: JsonObject, top: Root): JsonObject {
  const annotations = mapAt(object, 'metadata', 'annotations');
  if (askingOrigins(top) === undefined || annotations[ORIGIN] === undefined) return object;
  const { [ORIGIN]: _origin, ...rest } = annotations;
  const { annotations: _all, ...metadata } = object['metadata'] as JsonObject;
  return {
    ...object,
    metadata: Object.keys(rest).length > 0 ? { ...metadata, annotations: rest } : metadata,
  };
}
