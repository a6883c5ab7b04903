import { describe, expect, it } from 'vitest';
import { type Loop, CHECK, NAME, startLoop, until } from '../../support/loop.ts';
import { approved, heard, onShow, say } from '../../support/shop.ts';

const FORK = { owner: 'mallory', repo: 'shop' };
const FIRST = { 'k8s/first.yaml': note('first', 'ours') };
const TITLE = /somebody who may write has to let this fork in/;

function note(name: string, text: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { text: ${text} }\n`;
}

async function push(loop: Loop, path: string, text: string): Promise<string> {
  const content = Buffer.from(text).toString('base64');
  const parameters = { ...FORK, path, branch: 'main', message: `Change ${path}`, content };
  const { data } = await loop.as('mallory').rest.repos.createOrUpdateFileContents(parameters);
  return data.commit.sha ?? '';
}

async function fork(loop: Loop): Promise<{ pull: number; head: string }> {
  await loop.as('mallory').rest.repos.createFork(NAME);
  const head = await push(loop, 'k8s/theirs.yaml', note('theirs', 'a-word-of-theirs'));
  const parameters = { ...NAME, head: 'mallory:main', base: 'main', title: 'From afar' };
  const { data } = await loop.as('mallory').rest.pulls.create(parameters);
  return { pull: data.number, head };
}

const waits = (loop: Loop, pull: number) =>
  until('it waits to be let in', async () => {
    const found = await loop.check(pull, CHECK);
    return found !== undefined && TITLE.test(found.title) && found;
  });

async function allWords(loop: Loop, pull: number): Promise<string> {
  return `${JSON.stringify(await loop.check(pull))} ${(await loop.comments(pull)).join()}`;
}

const answer = (loop: Loop, pull: number, says: RegExp) =>
  until(`it answers ${String(says)}`, async () =>
    (await loop.comments(pull)).find((body) => says.test(body)),
  );

describe("a fork's pull request", { timeout: 300_000 }, () => {
  it('U8, U49: is planned once somebody who may write lets exactly this commit in, until the next push, and then is as any other', async () => {
    const loop = await startLoop({ files: FIRST });
    const { pull, head } = await fork(loop);
    const check = await waits(loop, pull);
    expect(check.conclusion).toBeNull();
    await onShow(loop, pull);
    expect((await loop.comments(pull))[0]).toContain(`/plumb ok ${head.slice(0, 7)}`);
    expect(await allWords(loop, pull)).not.toContain('a-word-of-theirs');

    expect(await heard(loop, pull, 'mallory', `/plumb ok ${head}`)).toBe('-1');
    expect(await heard(loop, pull, 'bob', '/plumb diff')).toBe('-1');
    await answer(loop, pull, /comes from a fork, and nobody has let this commit in/);
    await say(loop, pull, 'bob', '/plumb ok 0123456');
    const refusal = await answer(loop, pull, /0123456/);
    expect(refusal).toContain(head.slice(0, 7));
    await waits(loop, pull);
    expect(await allWords(loop, pull)).not.toContain('a-word-of-theirs');

    expect(await heard(loop, pull, 'bob', `/plumb ok ${head.slice(0, 7)}`)).toBe('+1');
    await until('it is planned', async () => (await loop.comments(pull))[0]?.includes('a-word-of-theirs'));
    await onShow(loop, pull);

    const next = await push(loop, 'k8s/more.yaml', note('more', 'another-word'));
    await until('it waits again', async () => (await loop.check(pull)) !== undefined);
    await waits(loop, pull);
    expect(await allWords(loop, pull)).not.toContain('another-word');
    await onShow(loop, pull);
    await say(loop, pull, 'carol', `/plumb ok ${next.slice(0, 12)}`);
    await until('it is planned', async () => (await loop.comments(pull))[0]?.includes('another-word'));
    await approved(loop, pull, 'bob');
    await loop.merge(pull);
    await until('it is deployed', async () => (await loop.deployments())[0] === 'success');
    expect(await loop.kubectl('get', 'configmap', 'more', '-o', 'jsonpath={.data.text}')).toBe(
      'another-word',
    );
  });

  it('U8: what was let in before it was asked about is not', async () => {
    const loop = await startLoop({ files: FIRST });
    const { pull } = await fork(loop);
    await waits(loop, pull);
    // Written by somebody who knows what will be pushed.
    const parent = (await loop.as('mallory').rest.repos.getBranch({ ...FORK, branch: 'main' })).data.commit;
    const { git } = loop.as('mallory').rest;
    const commit = { ...FORK, message: 'Next', tree: parent.commit.tree.sha, parents: [parent.sha] };
    const { data } = await git.createCommit(commit);
    await say(loop, pull, 'bob', `/plumb ok ${data.sha}`);
    await answer(loop, pull, new RegExp(data.sha.slice(0, 7)));
    await git.updateRef({ ...FORK, ref: 'heads/main', sha: data.sha });
    await onShow(loop, pull);
    await waits(loop, pull);
    expect(await allWords(loop, pull)).not.toContain('a-word-of-theirs');
  });

  it('U3, U8: that nobody let in keeps no other pull request of its head from passing', async () => {
    const loop = await startLoop({ files: FIRST });
    const { pull, head } = await fork(loop);
    await waits(loop, pull);
    const { git } = loop.as('alice').rest;
    await git.createRef({ ...NAME, ref: 'refs/heads/adopted', sha: head });
    const own = await loop.open('adopted');
    await until('it is planned', async () => (await loop.check(own))?.text.includes('a-word-of-theirs'));
    await approved(loop, own);
    await loop.merge(own);
    await until('it is deployed', async () => (await loop.deployments())[0] === 'success');
  });
});
