import { OpsError } from '../../core/errors.ts';
import { type JsonObject, isObject } from '../../core/json/json.ts';
import { textAt } from '../../core/json/read-json.ts';
import type { Listed, RawReply } from './client.ts';
import { type ResourceType, apiVersionOf } from './resource-type.ts';
import { StatusError } from './status-error.ts';

type Query = Readonly<Record<string, string | undefined>>;

interface ListInput {
  readonly type: ResourceType;
  readonly limit: number;
  readonly resourceVersion?: string;
  /** For error texts. */
  readonly subject: string;
  readonly ask: (query: Query) => Promise<RawReply>;
}

/**
 * Reads a list to its end. Its pages belong to one state; when the server has forgotten that state midway (410), the
 * pages are dropped and the list is read again in one piece, which cannot expire.
 */
export async function listAll(input: ListInput): Promise<Listed> {
  try {
    return await readPages(input, String(input.limit));
  } catch (error) {
    if (!(error instanceof ExpiredMidway)) throw error;
    return readPages(input, undefined);
  }
}

class ExpiredMidway extends Error {}

async function readPages({ type, resourceVersion, subject, ask }: ListInput, limit: string | undefined) {
  const items: JsonObject[] = [];
  const warnings = new Set<string>();
  let query: Query = { limit, resourceVersion };
  for (;;) {
    const reply = await ask(query).catch((error: unknown) => {
      const midway = query['continue'] !== undefined;
      throw midway && error instanceof StatusError && error.httpStatus === 410 ? new ExpiredMidway() : error;
    });
    const page = readPage(reply, type, subject);
    for (const item of page.items) items.push(item);
    for (const warning of reply.warnings) warnings.add(warning);
    if (page.next === '') return { items, resourceVersion: page.resourceVersion, warnings: [...warnings] };
    // The token carries the state: naming a resource version beside it is refused.
    query = { limit, continue: page.next };
  }
}

interface Page {
  readonly items: JsonObject[];
  readonly next: string;
  readonly resourceVersion: string;
}

function readPage({ body }: RawReply, type: ResourceType, subject: string): Page {
  const items = isObject(body) ? body['items'] : undefined;
  // An empty list may be printed as null; without `items` it is no list, and must not pass for an empty one.
  if (!isObject(body) || items === undefined || (items !== null && !Array.isArray(items))) {
    throw new OpsError({
      code: 'invalid',
      subject,
      message: 'the answer is no list. Check what serves this API.',
    });
  }
  const identity = { apiVersion: apiVersionOf(type), kind: type.kind };
  return {
    // The items of a list lack the kind, which the list's own kind tells; bare metadata names a kind of its own.
    items: (items ?? []).filter(isObject).map((item) => ({ ...identity, ...item, ...identity })),
    next: textAt(body, 'metadata', 'continue'),
    resourceVersion: textAt(body, 'metadata', 'resourceVersion'),
  };
}
