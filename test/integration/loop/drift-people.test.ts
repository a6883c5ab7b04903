import { describe, expect, it } from 'vitest';
import { type Loop, NAME, startLoop, until } from '../../support/loop.ts';
import { SHOP, approved, deploy, driftPull, driftedObjects } from '../../support/shop.ts';

const RECORD = (loop: Loop) => `.plumbline/drift/${loop.target}.yaml`;
const BRANCH = (loop: Loop) => `plumbline/drift/${loop.target}`;

/** A deployed shop of which somebody scaled the web, and the pull request that would put it back. */
async function drifted(files: Record<string, string> = {}): Promise<{ loop: Loop; pull: number }> {
  const loop = await startLoop({ files });
  await deploy(loop, 'first', SHOP);
  await until('nothing differs', async () => (await driftedObjects(loop)) === 0);
  await loop.kubectl('scale', 'deployment/web', '--replicas=2');
  const pull = await until('there is a pull request', () => driftPull(loop));
  return { loop, pull };
}

async function read(loop: Loop, pull: number) {
  return (await loop.as('carol').rest.pulls.get({ ...NAME, pull_number: pull })).data;
}

async function openPulls(loop: Loop): Promise<string[]> {
  const { data } = await loop.as('carol').rest.pulls.list({ ...NAME, state: 'open' });
  return data.map(({ head }) => head.ref).toSorted();
}

/** Where the default branch holds the same record by now, another one is committed. */
async function bringsItsOwnRecord(loop: Loop, ref: string): Promise<void> {
  const parameters = { ...NAME, path: RECORD(loop), ref };
  await until('it brings a record of its own', async () => {
    const { data } = await loop.as('carol').rest.repos.getContent(parameters);
    return 'content' in data && Buffer.from(data.content, 'base64').toString().includes('again: true');
  });
}

const replicas = (loop: Loop) => loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={.spec.replicas}');

describe('people and a drift pull request', { timeout: 300_000 }, () => {
  it('U16, U45: a foreign commit stays, is said, reverts nothing by its merge, and another one is opened beside it', async () => {
    const { loop, pull } = await drifted();
    const theirs = await loop.push(BRANCH(loop), { 'docs/evil.md': 'Merge me.\n' }, 'alice');
    const beside = await until('there is one beside it', async () =>
      (await openPulls(loop)).find((ref) => ref === `${BRANCH(loop)}.2`),
    );
    const old = await until('it is said', async () => {
      const found = await read(loop, pull);
      return found.title.startsWith('Changed by others') ? found : undefined;
    });
    expect(old.head.sha).toBe(theirs);
    expect(old.body).toContain('reverts no drift by itself');
    expect(old.body).toContain(beside);
    await until(
      'it touches no target',
      async () => (await loop.check(pull))?.title.includes('No target') === true,
    );
    const before = await loop.deployments();
    await loop.merge(pull);
    // The one beside it still reverts.
    const { data } = await loop
      .as('carol')
      .rest.pulls.list({ ...NAME, state: 'open', head: `acme:${beside}` });
    const second = data[0]?.number ?? 0;
    await bringsItsOwnRecord(loop, beside);
    await approved(loop, second);
    expect(await replicas(loop)).toBe('2');
    expect(await loop.deployments()).toEqual(before);
    await until('it can be merged', async () => (await read(loop, second)).mergeable === true);
    await loop.merge(second);
    await until('nothing differs any more', async () => (await driftedObjects(loop)) === 0, 60);
    expect(await replicas(loop)).toBe('1');
  });

  it('U16: a record that somebody else brings touches no target', async () => {
    const { loop, pull } = await drifted();
    const { data } = await loop
      .as('alice')
      .rest.repos.getContent({ ...NAME, path: RECORD(loop), ref: BRANCH(loop) });
    const text = 'content' in data ? Buffer.from(data.content, 'base64').toString() : '';
    await loop.push('copy', { [RECORD(loop)]: text });
    const copy = await loop.open('copy');
    await until('it is judged', async () => (await loop.check(copy))?.title.includes('No target') === true);
    await loop.merge(copy);
    await bringsItsOwnRecord(loop, BRANCH(loop));
    await until('ours is still there to be merged', async () => (await read(loop, pull)).mergeable === true);
    await approved(loop, pull);
    expect(await replicas(loop)).toBe('2');
  });

  it('U45: a title and a body that people wrote stay when the drift changes', async () => {
    const { loop, pull } = await drifted();
    const { body } = await read(loop, pull);
    const edited = `Ask Bob first.\n\n${body}\n\nSigned, Carol`;
    await loop.as('carol').rest.pulls.update({ ...NAME, pull_number: pull, title: 'Wait', body: edited });
    await loop.kubectl('delete', 'configmap', 'banner');
    const changed = await until('it names the other object', async () => {
      const found = await read(loop, pull);
      return found.body?.includes('banner') === true ? found : undefined;
    });
    expect(changed.title).toBe('Wait');
    expect(changed.body).toMatch(/^Ask Bob first\.\n[\s\S]*banner[\s\S]*\nSigned, Carol$/);
    expect(await openPulls(loop)).toEqual([BRANCH(loop)]);
  });

  it('U46: closed unmerged is an answer: until the drift changes, or somebody reopens it', async () => {
    const { loop, pull } = await drifted();
    const close = { ...NAME, pull_number: pull, state: 'closed' as const };
    await loop.as('carol').rest.pulls.update(close);
    // Something that is no drift makes it look again.
    await loop.push('main', { 'README.md': 'Hello.\n' }, 'carol');
    const closed = await until('the answer is understood', async () => {
      const found = await read(loop, pull);
      return found.body?.includes('Closed without a merge') === true ? found : undefined;
    });
    expect(closed.state).toBe('closed');
    expect(await openPulls(loop)).toEqual([]);
    expect(await driftedObjects(loop)).toBe(1);
    await loop.as('carol').rest.pulls.update({ ...close, state: 'open' });
    await loop.push('main', { 'README.md': 'Hello again.\n' }, 'carol');
    await until(
      'it is proposed again',
      async () => (await read(loop, pull)).body?.includes('Merging puts live back') === true,
    );
    await loop.as('carol').rest.pulls.update(close);
    await loop.kubectl('delete', 'configmap', 'banner');
    const next = await until('another drift is proposed', () => driftPull(loop));
    expect(next).not.toBe(pull);
  });
});
