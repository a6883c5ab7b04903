import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { OpsError } from '../../../../src/core/errors.ts';
import { type PlaceInput, followPlace } from '../../../../src/kubernetes/watch/watch-place.ts';
import { type Scripted, cut, json, scripted } from '../http-server.ts';

const type = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
  verbs: [],
};
const LIST =
  'GET /prefix/api/v1/namespaces/shop/configmaps?labelSelector=part%3Dof-it&limit=500&resourceVersion=0';
const watchFrom = (version: string) =>
  `GET /prefix/api/v1/namespaces/shop/configmaps?watch=true&allowWatchBookmarks=true&labelSelector=part%3Dof-it&resourceVersion=${version}&timeoutSeconds=300`;
const listAt = (resourceVersion: string) => json(200, { items: [], metadata: { resourceVersion } });
const event = (kind: string, resourceVersion: string) =>
  `${JSON.stringify({ type: kind, object: { metadata: { resourceVersion } } })}\n`;
const expired = `${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } })}\n`;

/** Answers a watch with these lines, and ends it. */
const telling =
  (...lines: string[]) =>
  (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(lines.join(''));

/** Answers a watch with these lines, and cuts the connection in the middle of another. */
const tellingUntilCut =
  (...lines: string[]) =>
  (request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(`${lines.join('')}{"type":"MODIFIED","obj`, () => request.socket.destroy());
  };

let server: Scripted;
afterEach(() => server.close());

/** Follows a place of a scripted server until the script is at its end. */
async function follow(answers: Parameters<typeof scripted>[0], changes: Partial<PlaceInput> = {}) {
  const stop = new AbortController();
  const seen: string[] = [];
  const waited: number[] = [];
  const types: boolean[] = [];
  const last = (_request: IncomingMessage, response: ServerResponse) => {
    stop.abort();
    response.destroy();
  };
  server = await scripted([...answers, last]);
  await followPlace({
    client: server.client,
    place: {
      namespace: 'shop',
      labelSelector: 'part=of-it',
      type: async (fresh) => {
        types.push(fresh);
        return type;
      },
    },
    clock: { now: () => 0, sleep: async (milliseconds) => void waited.push(milliseconds) },
    random: () => 0,
    timing: { lifetime: 300_000, silence: 1000, firstDelay: 200, longestDelay: 1000 },
    signal: stop.signal,
    begun: () => void seen.push('begun'),
    changed: ({ object }) =>
      void seen.push((object['metadata'] as { resourceVersion: string }).resourceVersion),
    tried: (failures, error) => error && seen.push(`${error.code} ${failures}`),
    ...changes,
  });
  return { seen, waited, types, asked: server.asked };
}

describe('a place that is followed', () => {
  it('tells changes, and goes on after the last event or bookmark when the server ends the watch', async () => {
    const { seen, asked } = await follow([
      listAt('5'),
      telling(event('MODIFIED', '6'), event('DELETED', '7')),
      telling(event('BOOKMARK', '9')),
      telling(),
    ]);
    expect(asked).toEqual([LIST, watchFrom('5'), watchFrom('7'), watchFrom('9'), watchFrom('9')]);
    expect(seen).toEqual(['begun', '6', '7']);
  });

  it('goes on where it was after the connection was cut, in the middle of a line', async () => {
    const { seen, asked } = await follow([listAt('5'), tellingUntilCut(event('MODIFIED', '6'))]);
    expect(asked).toEqual([LIST, watchFrom('5'), watchFrom('6')]);
    expect(seen).toEqual(['begun', '6', 'unreachable 1']);
  });

  it.each([
    ['says so in the watch', telling(expired)],
    ['refuses the watch', json(410, { kind: 'Status', code: 410, reason: 'Expired' })],
  ])(
    'lists anew, and says that something may be missed, when the server forgot and %s',
    async (_how, gone) => {
      const { seen, asked } = await follow([listAt('5'), gone, listAt('90')]);
      expect(asked).toEqual([LIST, watchFrom('5'), LIST, watchFrom('90')]);
      expect(seen).toEqual(['begun', 'stale 1', 'begun']);
    },
  );

  it('asks which kind it is when it is gone', async () => {
    const notFound = json(404, { kind: 'Status', code: 404, reason: 'NotFound' });
    const { seen, types, asked } = await follow([listAt('5'), notFound, listAt('6')]);
    expect(types).toEqual([false, true]);
    expect(seen).toEqual(['begun', 'not-found 1', 'begun']);
    expect(asked).toEqual([LIST, watchFrom('5'), LIST, watchFrom('6')]);
  });

  it('waits longer with each failure, up to a limit, and starts over when something came', async () => {
    const broken = json(500, { kind: 'Status', code: 500, reason: 'InternalError' });
    const failures = Array.from({ length: 5 }, () => broken);
    const { waited } = await follow([listAt('5'), ...failures, telling(event('BOOKMARK', '6')), broken]);
    expect(waited).toEqual([100, 200, 400, 500, 500, 100, 200]);
  });

  it('waits for as long as a busy server asks', async () => {
    const busy = json(429, { kind: 'Status', reason: 'TooManyRequests' }, { 'retry-after': '7' });
    const { asked } = await follow([listAt('5'), busy]);
    expect(server.waited).toEqual([7000]);
    expect(asked).toEqual([LIST, watchFrom('5'), watchFrom('5')]);
  });

  it('tells an event again whose handling failed', async () => {
    let fails = true;
    const seen: string[] = [];
    const changed: PlaceInput['changed'] = () => {
      seen.push(fails ? 'failed' : 'handled');
      if (fails) {
        fails = false;
        throw new OpsError({ code: 'unreachable', subject: 'it', message: 'is gone.' });
      }
    };
    const { asked } = await follow(
      [listAt('5'), telling(event('MODIFIED', '6')), telling(event('MODIFIED', '6'))],
      { changed },
    );
    expect(seen).toEqual(['failed', 'handled']);
    expect(asked).toEqual([LIST, watchFrom('5'), watchFrom('5'), watchFrom('6')]);
  });

  it('is asked again when nothing comes, not even a bookmark', async () => {
    const silent = (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    };
    const { seen, asked } = await follow([listAt('5'), silent], {
      timing: { lifetime: 300_000, silence: 50, firstDelay: 1, longestDelay: 1 },
    });
    expect(seen).toEqual(['begun', 'timeout 1']);
    expect(asked).toEqual([LIST, watchFrom('5'), watchFrom('5')]);
  });

  it('takes a line that is no event for a failure of the server', async () => {
    const { seen } = await follow([listAt('5'), telling('<html>log in</html>\n')]);
    expect(seen).toEqual(['begun', 'unreachable 1']);
  });

  it('asks for metadata only', async () => {
    await follow([listAt('5'), cut]);
    expect(server.requests.map(({ headers }) => headers.accept?.split(',')[0])).toEqual([
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      ...Array.from({ length: 2 }, () => 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'),
    ]);
  });
});
