import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/core/json/json.ts';
import { listAll } from '../../../../src/kubernetes/client/list-all.ts';
import { StatusError } from '../../../../src/kubernetes/client/status-error.ts';

const type = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  namespaced: true,
  verbs: [],
};
const expired = new StatusError(410, null, { verb: 'list', subject: 'list of deployments.apps' });

type Query = Readonly<Record<string, string | undefined>>;

/** Answers in order; records what was asked. */
function answering(...answers: (Json | Error)[]) {
  const asked: Query[] = [];
  const ask = async (query: Query) => {
    asked.push(query);
    const body = answers[asked.length - 1];
    if (body === undefined) throw new Error('asked too often');
    if (body instanceof Error) throw body;
    return { status: 200, headers: {}, body, warnings: ['old'] };
  };
  const run = (resourceVersion?: string) =>
    listAll({
      type,
      limit: 2,
      subject: 'it',
      ask,
      ...(resourceVersion !== undefined && { resourceVersion }),
    });
  return { asked, run };
}

const page = (names: string[], next = ''): JsonObject => ({
  kind: 'DeploymentList',
  metadata: { resourceVersion: '7', continue: next },
  items: names.map((name) => ({ metadata: { name } })),
});

const namesOf = (items: readonly JsonObject[]) =>
  items.map((item) => (item['metadata'] as JsonObject)['name']);

describe('reading a list to its end', () => {
  it('follows the pages, and gives each item what the list says of it', async () => {
    const { asked, run } = answering(page(['a', 'b'], 'next'), page(['c']));
    const listed = await run('0');
    expect(namesOf(listed.items)).toEqual(['a', 'b', 'c']);
    expect(listed.items[0]).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment' });
    expect(listed).toMatchObject({ resourceVersion: '7', warnings: ['old'] });
    expect(asked).toEqual([
      { limit: '2', resourceVersion: '0' },
      { limit: '2', continue: 'next' },
    ]);
  });

  it('J3: starts again, in one piece, when the server forgot the list midway', async () => {
    const { asked, run } = answering(page(['gone', 'b'], 'next'), expired, page(['b', 'c', 'd']));
    expect(namesOf((await run()).items)).toEqual(['b', 'c', 'd']);
    expect(asked.at(-1)).toEqual({ limit: undefined, resourceVersion: undefined });
  });

  it('does not start again when the very first page is refused', async () => {
    await expect(
      answering(expired)
        .run('5')
        .catch((error: unknown) => error),
    ).resolves.toBe(expired);
  });

  it('passes on a page that fails instead of answering what it has', async () => {
    const { run } = answering(page(['a', 'b'], 'next'), new Error('cut'));
    await expect(run()).rejects.toThrow('cut');
  });

  it('takes null for an empty list, and nothing else', async () => {
    expect((await answering({ ...page([]), items: null }).run()).items).toEqual([]);
    await expect(answering({ kind: 'Status' }).run()).rejects.toMatchObject({ code: 'invalid' });
    await expect(answering('ok').run()).rejects.toMatchObject({ code: 'invalid' });
  });
});
