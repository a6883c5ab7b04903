import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Login, type Loop, CONFIG, startLoop, until } from '../../support/loop.ts';
import { approved, approveByName, onShow, passes, planOnShow, review, say } from '../../support/shop.ts';

const FILE = '.github/plumbline.yml';
const TIP = 'plumbline / configuration';
const STAGING = 'plumbline / staging';
const note = (path: string, name: string) => ({
  [`${path}/${name}.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { text: hello }\n`,
});
const staging = (approvals: number) => `  staging:
    gate: { approvals: ${approvals} }
    drift: { action: pull-request, after: 1s }
    targets:
      TARGET-two: { engine: kubernetes, cluster: sandbox, path: two, namespace: NAMESPACE }
`;
const FIRST = note('k8s', 'first');

async function propose(
  loop: Loop,
  branch: string,
  files: Readonly<Record<string, string | undefined>>,
  by?: Login,
) {
  await loop.push(branch, files, by);
  return loop.open(branch, by);
}

const says = (loop: Loop, pull: number, name: string | undefined, words: RegExp) =>
  until(`the check says ${String(words)}`, async () => {
    const found = await loop.check(pull, name);
    return found !== undefined && words.test(`${found.title}\n${found.summary}\n${found.text}`) && found;
  });

const exists = async (loop: Loop, name: string) =>
  (await loop.kubectl('get', 'configmap', name, '--ignore-not-found', '-o', 'name')) !== '';

describe('environments that come and go', { timeout: 300_000 }, () => {
  it('U2: a new one is judged by the strictest gate there is, its plan is shown, and it is deployed once it is in force', async () => {
    const strict = CONFIG.replace('approvals: 1', 'approvals: 2');
    const loop = await startLoop({ files: { [FILE]: strict, ...FIRST } });
    const pull = await propose(loop, 'new', { [FILE]: `${strict}${staging(0)}`, ...note('two', 'second') });
    const check = await onShow(loop, pull, STAGING);
    expect(check.conclusion).toBeNull();
    expect(check.summary).toContain('0 of 2 approvals');
    expect(check.text).toMatch(/is new: every gate in force judges it[\s\S]*hello/);
    expect((await loop.check(pull))?.conclusion).toBe('success');
    await review(loop, pull, 'bob');
    await says(loop, pull, STAGING, /1 of 2 approvals/);
    await loop.merge(pull);
    await until('it is said', async () =>
      (await loop.comments(pull)).some((body) => body.includes('Nothing was applied')),
    );
    expect(await exists(loop, 'second')).toBe(false);
    await review(loop, pull, 'carol');
    await until('it is deployed', () => exists(loop, 'second'));
    const next = await propose(loop, 'next', note('two', 'third'));
    expect((await passes(loop, next, STAGING)).summary).toContain('No approval is asked for');
  });

  it('U2: a removed one is judged by the strictest gate there is', async () => {
    const both = `${CONFIG}${staging(0)}`;
    const loop = await startLoop({ files: { [FILE]: both, ...FIRST, ...note('two', 'second') } });
    const pull = await propose(loop, 'remove', { [FILE]: CONFIG });
    const check = await onShow(loop, pull, STAGING);
    expect(check).toMatchObject({ conclusion: null });
    expect(check.summary).toContain('0 of 1 approvals');
    expect(check.text).toContain('is removed');
    await review(loop, pull, 'bob');
    await passes(loop, pull, STAGING);
  });

  it('U54: the check of one that is renamed is closed on open pull requests', async () => {
    const loop = await startLoop({ files: FIRST });
    const open = await propose(loop, 'open', note('k8s', 'second'));
    await onShow(loop, open);
    const pull = await propose(loop, 'rename', { [FILE]: CONFIG.replace('production:', 'live:') });
    const id = await planOnShow(loop, pull, 'live');
    await say(loop, pull, 'bob', `/plumb approve live ${id}`);
    await approveByName(loop, pull, 'bob');
    await passes(loop, pull, 'plumbline / live');
    await passes(loop, pull);
    await loop.merge(pull);
    const closed = await says(loop, open, undefined, /no such environment any more/);
    expect(closed.status).toBe('completed');
    expect((await onShow(loop, open, 'plumbline / live')).conclusion).toBeNull();
  });
});

describe('a repository without a configuration', { timeout: 300_000 }, () => {
  it('U2: gets its first one by somebody else who may administer it', async () => {
    const loop = await startLoop({ files: FIRST, configured: false });
    const pull = await propose(loop, 'first', { [FILE]: CONFIG.replace('approvals: 1', 'approvals: 0') });
    await onShow(loop, pull);
    await review(loop, pull, 'bob');
    const check = await says(loop, pull, undefined, /bob.*may not administer/);
    expect(check.conclusion).toBeNull();
    await approved(loop, pull, 'carol');
    await loop.merge(pull);
    await until('it is deployed', () => exists(loop, 'first'));
    const next = await propose(loop, 'next', note('k8s', 'second'));
    await passes(loop, next);
  });

  it('U55: hears of a first one that is invalid, with line and column', async () => {
    const loop = await startLoop({ files: FIRST, configured: false });
    const pull = await propose(loop, 'first', { [FILE]: CONFIG.replace('targets:', 'target:') });
    const check = await says(loop, pull, TIP, /plumbline\.yml/);
    expect(check.conclusion).toBe('failure');
    expect(check.summary).toMatch(/plumbline\.yml:6:5.*target/);
    await loop.push('first', { [FILE]: CONFIG });
    await until('it is valid', async () => (await loop.check(pull, TIP))?.conclusion === 'success');
  });
});

describe('the way out', { timeout: 300_000 }, () => {
  it("U2: where nobody is left who could approve, the server's own file puts a configuration in force, loudly", async () => {
    const lost = CONFIG.replace('approvals: 1', "approvals: 1, from: ['@acme/gone']");
    const loop = await startLoop({ files: { [FILE]: lost, ...FIRST } });
    const pull = await propose(loop, 'change', note('k8s', 'second'));
    await onShow(loop, pull);
    await review(loop, pull, 'bob');
    await says(loop, pull, undefined, /0 of 1 approvals/);
    const mended = await loop.push('main', { [FILE]: CONFIG }, 'carol');
    const path = join(loop.folder, 'server.yml');
    const server = parse(readFileSync(path, 'utf8')) as { repositories: Record<string, object> };
    server.repositories['acme/shop'] = { ...server.repositories['acme/shop'], configuration: mended };
    writeFileSync(path, stringify(server));
    await loop.app.stop('SIGTERM');
    await loop.app.start();
    await until('it is told', async () => loop.app.process().output().includes('past every gate'));
    await until('it judges', async () => (await loop.check(pull))?.conclusion === 'success');
  });
});
