import { OpsError } from '../../core/errors.ts';
import { type Json, isObject, parseJson } from '../../core/json/json.ts';
import type { WatchEvent, WatchOptions } from './client.ts';
import { linesOf } from './lines.ts';
import { type ResourceType, collectionPath, resourceOf } from './resource-type.ts';
import type { OpenStream } from './send.ts';
import { type Refused, StatusError } from './status-error.ts';

const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

/** Opens a watch, and reads its lines as events. */
export async function openWatch(
  open: OpenStream,
  type: ResourceType,
  options: WatchOptions,
): Promise<AsyncIterable<WatchEvent>> {
  const { namespace = '', labelSelector, fieldSelector, resourceVersion, lifetime, silence } = options;
  const resource = resourceOf(type);
  const subject = `watch of ${resource}${namespace === '' ? '' : ` in ${namespace}`}`;
  const refused: Refused = { verb: 'watch', subject, resource };
  const query = {
    watch: 'true',
    allowWatchBookmarks: 'true',
    labelSelector,
    fieldSelector,
    resourceVersion,
    timeoutSeconds: String(Math.max(1, Math.round(lifetime / 1000))),
  };
  const path = collectionPath(type, namespace);
  const headers = { accept: METADATA };
  const signal = options.signal && { signal: options.signal };
  const chunks = await open({ ...signal, method: 'GET', path, query, headers }, refused, silence);
  return eventsOf(chunks, refused);
}

async function* eventsOf(chunks: AsyncIterable<Uint8Array>, refused: Refused): AsyncGenerator<WatchEvent> {
  for await (const line of linesOf(chunks)) yield readEvent(line, refused);
}

const TYPES: readonly string[] = ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'] satisfies WatchEvent['type'][];

function readEvent(line: string, refused: Refused): WatchEvent {
  const event = readJson(line, refused);
  const { type, object } = isObject(event) ? event : {};
  if (typeof type !== 'string' || !isObject(object)) throw noEvent(refused);
  if (type === 'ERROR') throw new StatusError(Number(object['code'] ?? 500), object, refused);
  if (!TYPES.includes(type)) throw noEvent(refused);
  return { type: type as WatchEvent['type'], object };
}

function readJson(line: string, refused: Refused): Json {
  try {
    return parseJson(line);
  } catch {
    throw noEvent(refused);
  }
}

function noEvent({ subject }: Refused): OpsError {
  const message = 'the server sent a line that is no event. Check what serves this API.';
  return new OpsError({ code: 'unreachable', subject, message, retryable: true });
}
